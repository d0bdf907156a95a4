package fakestore

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

var digits = regexp.MustCompile(`\d+`)

// trendParts is into how many parts the time is cut.
const trendParts = 30

// Issues groups findings by signal, service, tool and snippet.
func (s *Store) Issues(ctx context.Context, query traceapi.Query) (traceapi.IssuePage, error) {
	found, err := s.matching(query)
	if err != nil {
		return traceapi.IssuePage{}, err
	}
	from, step := s.span(found, query)
	issues := make(map[string]*traceapi.Issue)
	seen := make(map[string]bool)
	for _, it := range found {
		for _, f := range it.conversation.Findings {
			if strings.HasPrefix(f.Signal, "interaction.satisfaction") {
				continue
			}
			issue := issueOf(issues, it, f)
			issue.Count++
			if key := issue.ID + it.conversation.ID; !seen[key] {
				seen[key] = true
				issue.Conversations++
			}
			issue.First, issue.Last = min(issue.First, f.Time), max(issue.Last, f.Time)
			issue.Trend[partOf(f.Time, from, step)]++
			issue.Examples = append(issue.Examples, traceapi.IssueExample{
				Conversation: it.conversation.ID, Message: f.Message, Snippet: f.Snippet, Time: f.Time,
			})
		}
	}
	list := []traceapi.Issue{}
	for _, key := range slices.Sorted(maps.Keys(issues)) {
		issue := issues[key]
		slices.SortStableFunc(issue.Examples, func(a, b traceapi.IssueExample) int { return cmp.Compare(b.Time, a.Time) })
		issue.Examples = issue.Examples[:min(3, len(issue.Examples))]
		list = append(list, *issue)
	}
	slices.SortStableFunc(list, func(a, b traceapi.Issue) int {
		return cmp.Or(cmp.Compare(b.Conversations, a.Conversations), cmp.Compare(b.Count, a.Count))
	})
	shown, next, err := page(list, query)
	return traceapi.IssuePage{Issues: shown, Page: next}, cmp.Or(err, ctx.Err())
}

func issueOf(issues map[string]*traceapi.Issue, it *item, f traceapi.Finding) *traceapi.Issue {
	shape, said := shapeOf(it, f), errorOf(f)
	if issues[shape] == nil {
		title := strings.TrimSpace(strings.ReplaceAll(leafOf(f.Signal), "_", " ") + " " + excerpt(f.Tool))
		if said != "" {
			title += ": " + said
		}
		issues[shape] = &traceapi.Issue{
			ID: issueID(it, f), Signal: f.Signal, Service: it.conversation.Service, Tool: f.Tool, Error: said,
			Title: title, First: f.Time, Last: f.Time, Trend: make([]int, trendParts),
		}
	}
	return issues[shape]
}

// issueID is made of the shape of a finding.
func issueID(it *item, f traceapi.Finding) string {
	hash := fnv.New64a()
	hash.Write([]byte(shapeOf(it, f)))
	return fmt.Sprintf("%016x", hash.Sum64())
}

func shapeOf(it *item, f traceapi.Finding) string {
	return strings.Join([]string{f.Signal, it.conversation.Service, f.Tool, errorOf(f)}, "\x00")
}

// errorOf is the text of an error without its numbers; empty for what users said.
func errorOf(f traceapi.Finding) string {
	if strings.HasPrefix(f.Signal, "interaction") {
		return ""
	}
	return digits.ReplaceAllString(excerpt(f.Snippet), "<n>")
}

// span returns where a chart begins and how long each of its parts is.
func (s *Store) span(found []*item, query traceapi.Query) (from, step int64) {
	from, to := query.From, query.To
	if to == 0 {
		to = s.now.UnixNano() + 1
	}
	for _, it := range found {
		if query.From == 0 && (from == 0 || it.conversation.Start < from) {
			from = it.conversation.Start
		}
		to = max(to, it.conversation.End+1)
	}
	if from == 0 || from >= to {
		from = to - int64(time.Hour)
	}
	return from, max((to-from+trendParts-1)/trendParts, 1)
}

func partOf(at, from, step int64) int { return int(min(max((at-from)/step, 0), trendParts-1)) }
