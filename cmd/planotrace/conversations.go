package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// listOptions are those of the commands that list.
type listOptions struct {
	order, since, cursor string
	limit                int
	all, asJSON          bool
}

// defaultListed is how many entries a list has without --limit: about a screen.
const defaultListed = 20

func (o *listOptions) flags(command *cobra.Command, what string) {
	flags := command.Flags()
	flags.StringVar(&o.since, "since", "", "only those of the last `WINDOW`: 5m, 2h, 1d")
	flags.IntVar(&o.limit, "limit", defaultListed, "at most `N` "+what)
	flags.BoolVar(&o.all, "all", false, "all "+what+", whatever --limit is")
	flags.StringVar(&o.cursor, "cursor", "", "go on where the list before ended, at the `CURSOR` that it named")
	flags.BoolVar(&o.asJSON, "json", false, "print JSON")
}

func (o *listOptions) orderFlag(command *cobra.Command) {
	command.Flags().StringVar(&o.order, "order", traceapi.OrderWorst, "`ORDER` of the list: worst or newest first")
	fixed := cobra.FixedCompletions([]string{traceapi.OrderWorst, traceapi.OrderNewest}, cobra.ShellCompDirectiveNoFileComp)
	if err := command.RegisterFlagCompletionFunc("order", fixed); err != nil {
		command.Long += err.Error()
	}
}

// query is what the store is asked for the options and the words of a search.
func (o *listOptions) query(e *environment, words []string) (q traceapi.Query, err error) {
	if o.order != "" {
		if err = settings.OneOf("--order", o.order, []string{traceapi.OrderWorst, traceapi.OrderNewest}); err != nil {
			return q, mistake{err}
		}
	}
	if err = checkLimit(o.limit); err != nil {
		return q, err
	}
	q = traceapi.Query{Search: searchText(words), Order: o.order, Limit: min(o.limit, traceapi.MaxLimit), Cursor: o.cursor}
	if o.all {
		q.Limit = traceapi.MaxLimit
	}
	if _, err = search.Parse(q.Search); err != nil {
		return q, mistake{err}
	}
	q.From, err = e.since(o.since)
	return q, err
}

// searchText joins the words of a command line to a search. A word in which the shell left spaces is a phrase, unless it is a
// search by itself.
func searchText(words []string) string {
	parts := make([]string, len(words))
	for i, word := range words {
		parts[i] = word
		if strings.Contains(word, " ") && !strings.ContainsAny(word, `":=`) {
			parts[i] = search.Quote(word)
		}
	}
	return strings.Join(parts, " ")
}

// collect asks for page after page until there are as many entries as wanted. It returns where a list could go on.
func collect[T any](
	o *listOptions, q traceapi.Query, ask func(traceapi.Query) ([]T, traceapi.Page, error),
) (all []T, next string, err error) {
	if o.limit == 0 && !o.all {
		return nil, "", nil
	}
	for {
		entries, page, err := ask(q)
		if err != nil {
			return nil, "", err
		}
		all = append(all, entries...)
		if page.NextCursor == "" || page.NextCursor == q.Cursor || !o.all && len(all) >= o.limit {
			return all, page.NextCursor, nil
		}
		q.Cursor = page.NextCursor
		if !o.all {
			q.Limit = min(o.limit-len(all), traceapi.MaxLimit)
		}
	}
}

func newConversationsCommand(e *environment) *cobra.Command {
	options := &listOptions{}
	command := &cobra.Command{
		Use:     "conversations [SEARCH...]",
		Aliases: []string{"ls"},
		Short:   "List conversations, those that went wrong first",
		Long:    "Conversations lists what was said with LLMs, the worst first.\n\n" + searchHelp(),
		Example: `  planotrace conversations
  planotrace conversations quality:severe,poor since:2h
  planotrace conversations signal:escalation service:shop "money back"
  planotrace conversations --order newest --limit 50`,
		RunE: func(command *cobra.Command, words []string) error {
			return listConversations(e, command, options, words)
		},
		ValidArgsFunction: e.completeSearch,
	}
	options.flags(command, "conversations")
	options.orderFlag(command)
	return command
}

// searchHelp describes the language of searches.
func searchHelp() string {
	var text strings.Builder
	text.WriteString("SEARCH is words that were said, a \"phrase\", key=value of any attribute, or a field:\n")
	for _, field := range search.Fields() {
		fmt.Fprintf(&text, "  %-24s %s\n", field.Example, field.Help)
	}
	text.WriteString("All must hold; commas are or, a - in front negates, a * at the end stands for anything.\n")
	text.WriteString("A -- goes before words that begin with -: planotrace conversations -- -tool:refund\n")
	return text.String()
}

func listConversations(e *environment, command *cobra.Command, o *listOptions, words []string) error {
	return list(e, command, o, words, listing[traceapi.ConversationSummary]{
		ask: func(store traceapi.Store, q traceapi.Query) ([]traceapi.ConversationSummary, traceapi.Page, error) {
			page, err := store.Conversations(command.Context(), q)
			return page.Conversations, page.Page, err
		},
		page: func(found []traceapi.ConversationSummary, page traceapi.Page) any {
			return traceapi.ConversationPage{Conversations: found, Page: page}
		},
		write: func(s *sheet, q traceapi.Query, found []traceapi.ConversationSummary) {
			if len(found) > 0 {
				writeConversations(e, s, found)
				return
			}
			s.line("No conversations found.")
			if q.Search == "" && q.From == 0 {
				s.line(s.dim.Render("Send spans to 127.0.0.1:4317 (gRPC) or 127.0.0.1:4318 (HTTP), or load the demo on the page: planotrace open"))
			}
		},
	})
}

// sayMore says how a list goes on.
func sayMore(command *cobra.Command, shown int, next string) {
	if next != "" {
		say(command.ErrOrStderr(), "%s shown; more: --limit N, --all, or --cursor %s\n", thousands(int64(shown)), escape(next))
	}
}
