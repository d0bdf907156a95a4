package tracemcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	issuesDescription = "Groups what went wrong by its shape (signal, service, tool, error text without its variables): how often, in how " +
		"many conversations, since when, with examples. by=service, tool, signal or model sums up by that. The first thing to ask."
	issuePages = 5
	maxExample = 2
)

// What issues sums up by, beside the shape.
const (
	byShape   = "shape"
	bySignal  = "signal"
	byService = "service"
	byTool    = "tool"
	byModel   = "model"
)

type issuesInput struct {
	timed
	By     string `json:"by,omitempty" jsonschema:"shape (default), service, tool, signal or model"`
	Search string `json:"search,omitempty" jsonschema:"only those in conversations that match, in the language that the tool search describes"`
	paged
	sized
}

func (t *tools) issues(ctx context.Context, in issuesInput, a *answer) error {
	query := traceapi.Query{Search: in.Search, Cursor: in.Cursor, Limit: in.rows()}
	if err := t.bounds(in.timed, &query); err != nil {
		return err
	}
	a.add(dataNotice)
	switch in.By {
	case "", byShape:
		return t.issueList(ctx, query, a)
	case bySignal, byService, byTool:
		return t.issueSums(ctx, query, in.By, a)
	case byModel:
		return t.modelSums(ctx, query, a)
	}
	return errors.New("by: must be shape, service, tool, signal or model")
}

func (t *tools) issueList(ctx context.Context, query traceapi.Query, a *answer) error {
	page, err := t.store.Issues(ctx, query)
	if err != nil {
		return err
	}
	if len(page.Issues) == 0 {
		a.note("no issue matches%s", t.emptyHint(ctx))
		return nil
	}
	if blocks := fitting(page.Issues, a, t.issue); len(blocks) < len(page.Issues) {
		query.Limit = len(blocks)
		if page, err = t.store.Issues(ctx, query); err != nil {
			return err
		}
	}
	for _, issue := range page.Issues {
		a.add(t.issue(issue))
	}
	if page.NextCursor != "" {
		a.note("more: cursor=%s", page.NextCursor)
	}
	a.note("evidence: get_conversation id=…; all conversations of an issue: search query=issue:…; what is new since a time: compare " +
		"a_until=… b_since=…")
	return nil
}

func (t *tools) issue(issue traceapi.Issue) string {
	var b strings.Builder
	fmt.Fprintf(&b, "issue %s %s: %d times in %d conversations; first %s, last %s\n", issue.ID, quote(issue.Title, rowBytes), issue.Count,
		issue.Conversations, clock(issue.First), t.age(issue.Last))
	fmt.Fprintf(&b, "  %s, service %s, tool %s; over time %s\n", name(issue.Signal), name(issue.Service), name(issue.Tool),
		series(issue.Trend))
	if issue.Error != "" {
		fmt.Fprintf(&b, "  error %s\n", quote(issue.Error, snippetBytes))
	}
	for _, example := range issue.Examples[:min(len(issue.Examples), maxExample)] {
		fmt.Fprintf(&b, "  example %s [%d] %s\n", name(example.Conversation), example.Message, quote(example.Snippet, rowBytes))
	}
	return b.String()
}

// sum is what issues of one value come to.
type sum struct {
	name                        string
	count, conversations, kinds int
	worst                       traceapi.Issue
}

func (t *tools) issueSums(ctx context.Context, query traceapi.Query, by string, a *answer) error {
	sums := make(map[string]*sum)
	query.Limit = traceapi.MaxLimit
	query.Cursor = ""
	complete := false
	for range issuePages {
		page, err := t.store.Issues(ctx, query)
		if err != nil {
			return err
		}
		for _, issue := range page.Issues {
			addIssue(sums, issue, by)
		}
		query.Cursor = page.NextCursor
		if complete = page.NextCursor == ""; complete {
			break
		}
	}
	if len(sums) == 0 {
		a.note("no issue matches%s", t.emptyHint(ctx))
		return nil
	}
	for i, s := range sortedSums(sums) {
		block := fmt.Sprintf("%s %s: %d times, %d shapes, at least %d conversations; most often issue %s %s\n", by, name(s.name), s.count,
			s.kinds, s.conversations, s.worst.ID, quote(s.worst.Title, rowBytes))
		if !a.add(block) {
			a.note("%d more: max_bytes=%d or search", len(sums)-i, largestBytes)
			break
		}
	}
	if !complete {
		a.note("not all issues were counted: narrow with since or search")
	}
	a.note("examples: issues search=%s:…", by)
	return nil
}

func addIssue(sums map[string]*sum, issue traceapi.Issue, by string) {
	value := issue.Service
	switch by {
	case bySignal:
		value = issue.Signal
	case byTool:
		value = issue.Tool
	}
	s := sums[value]
	if s == nil {
		s = &sum{name: value}
		sums[value] = s
	}
	s.count += issue.Count
	s.kinds++
	// A conversation may have several issues: the largest is what is sure.
	s.conversations = max(s.conversations, issue.Conversations)
	if issue.Count > s.worst.Count {
		s.worst = issue
	}
}

func sortedSums(sums map[string]*sum) []*sum {
	var sorted []*sum
	for _, s := range sums {
		sorted = append(sorted, s)
	}
	slices.SortFunc(sorted, func(a, b *sum) int { return cmp.Or(b.count-a.count, cmp.Compare(a.name, b.name)) })
	return sorted
}

func (t *tools) modelSums(ctx context.Context, query traceapi.Query, a *answer) error {
	query.Cursor, query.Limit = "", 0
	trends, err := t.store.Trends(ctx, query, traceapi.ByModel)
	if err != nil {
		return err
	}
	slices.SortFunc(trends.Series, func(a, b traceapi.Trend) int { return cmp.Or(total(b.Poor)-total(a.Poor), cmp.Compare(a.Name, b.Name)) })
	for i, s := range trends.Series {
		if !a.addf("model %s: %d conversations, %s Poor or Severe\n", name(s.Name), total(s.Values), share(total(s.Poor), total(s.Values))) {
			a.note("%d more: max_bytes=%d or search", len(trends.Series)-i, largestBytes)
			break
		}
	}
	if len(trends.Series) == 0 {
		a.note("no conversation matches%s", t.emptyHint(ctx))
		return nil
	}
	a.note("what goes wrong with one: issues search=model:…; two of them: compare a=model:… b=model:…")
	return nil
}
