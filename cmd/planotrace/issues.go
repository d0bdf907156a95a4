package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func newIssuesCommand(e *environment) *cobra.Command {
	options := &listOptions{}
	command := &cobra.Command{
		Use:   "issues [SEARCH...]",
		Short: "Group what goes wrong: what, where, how often, since when",
		Long:  "Issues groups failures, complaints and loops by their shape, those in most conversations first.\n\n" + searchHelp(),
		Example: `  planotrace issues
  planotrace issues --since 1d service:shop
  planotrace conversations issue:9c1185a5c5e9fc54    # the conversations of one`,
		RunE: func(command *cobra.Command, words []string) error {
			return listIssues(e, command, options, words)
		},
		ValidArgsFunction: e.completeSearch,
	}
	options.flags(command, "issues")
	return command
}

func listIssues(e *environment, command *cobra.Command, o *listOptions, words []string) error {
	return list(e, command, o, words, listing[traceapi.Issue]{
		ask: func(store traceapi.Store, q traceapi.Query) ([]traceapi.Issue, traceapi.Page, error) {
			page, err := store.Issues(command.Context(), q)
			return page.Issues, page.Page, err
		},
		page: func(found []traceapi.Issue, page traceapi.Page) any {
			return traceapi.IssuePage{Issues: found, Page: page}
		},
		write: func(s *sheet, _ traceapi.Query, found []traceapi.Issue) {
			if len(found) == 0 {
				s.line("No issues found.")
			}
			for i := range found {
				s.issue(e, &found[i])
			}
		},
	})
}

// issue writes one issue: how often and what, and below it where, since when and examples.
func (s *sheet) issue(e *environment, issue *traceapi.Issue) {
	title := oneLine(issue.Title)
	if title == "" {
		title = leafWords(issue.Signal)
	}
	s.line(s.bold.Render(padLeft("×"+short(int64(issue.Count)), tokensColumn)), "  ", s.bad.Render(title))
	indent := strings.Repeat(" ", tokensColumn+2)
	where := notEmpty(oneLine(issue.Service), oneLine(issue.Tool))
	s.lines(indent, indent, strings.Join(append(where, plural(issue.Conversations, "conversation"),
		fmt.Sprintf("last %s ago, first %s ago", e.ago(issue.Last), e.ago(issue.First)), s.warn.Render(spark(issue.Trend))), s.dim.Render(" · ")))
	last := "issue:" + oneLine(issue.ID)
	if len(issue.Examples) > 0 {
		last += "  " + oneLine(issue.Examples[0].Conversation)
		if snippet := oneLine(issue.Examples[0].Snippet); snippet != "" {
			last += " “" + snippet + "”"
		}
	}
	s.line(indent, s.dim.Render(last))
}

// spark draws counts as a line of bars.
func spark(counts []int) string {
	const bars = "▁▂▃▄▅▆▇█"
	levels := []rune(bars)
	most := 0
	for _, n := range counts {
		most = max(most, n)
	}
	drawn := make([]rune, len(counts))
	for i, n := range counts {
		switch {
		case n <= 0:
			drawn[i] = '·'
		default:
			drawn[i] = levels[(len(levels)-1)*n/most]
		}
	}
	return string(drawn)
}
