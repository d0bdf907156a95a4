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
	q, err := o.query(e, words)
	if err != nil {
		return err
	}
	store, err := e.store()
	if err != nil {
		return err
	}
	defer store.Close()
	found, next, err := collect(o, q, func(q traceapi.Query) ([]traceapi.Issue, traceapi.Page, error) {
		page, err := store.Issues(command.Context(), q)
		return page.Issues, page.Page, err
	})
	if err != nil {
		return err
	}
	if o.asJSON {
		if found == nil {
			found = []traceapi.Issue{}
		}
		return writeIndented(command, traceapi.IssuePage{Issues: found, Page: traceapi.Page{NextCursor: next}})
	}
	s := e.sheet()
	if len(found) == 0 {
		s.line("No issues found.")
	}
	for i := range found {
		s.issue(e, &found[i])
	}
	if err := writeText(command, s.text.String()); err != nil {
		return err
	}
	sayMore(command, len(found), next)
	return nil
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
