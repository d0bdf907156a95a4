package catalogue

import (
	"context"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	// trendParts is how many parts the trend of an issue has.
	trendParts = 30
	// maxExamples is how many examples of an issue are shown, lookedAt how many of the newest of its findings are tried.
	maxExamples = 3
	lookedAt    = 100
)

// tally counts an issue over the conversations that are asked for.
type tally struct {
	position
	count int
	last  int64
	trend []int
}

// Issues groups what went wrong by its shape, over the conversations that match; the time of a conversation is that of its last
// span. Those with the most conversations come first.
func (c *Catalogue) Issues(
	ctx context.Context, conn *sqlite.Conn, q traceapi.Query, resolve Resolver,
) (page traceapi.IssuePage, err error) {
	page.Issues = []traceapi.Issue{}
	sum := sumOf("issues", &q, "")
	after := position{rank: -1 << 62}
	if q.Cursor != "" {
		if after, err = positionIn(q.Cursor, sum); err != nil {
			return page, err
		}
	}
	f, err := c.compile(ctx, conn, &q, resolve)
	if err == nil {
		page.Partial = f.partial
		err = c.listIssues(ctx, conn, f, after, pageOf(&q), sum, &page)
	}
	if err != nil && isOver(ctx, err) {
		if page.Partial = true; page.NextCursor == "" {
			page.NextCursor = q.Cursor
		}
		return page, nil
	}
	return page, err
}

func (c *Catalogue) listIssues(
	ctx context.Context, conn *sqlite.Conn, f *filter, after position, limit int, sum uint64, page *traceapi.IssuePage,
) error {
	tallies, matching := c.tally(f)
	slices.SortFunc(tallies, func(a, b *tally) int { return a.compare(b.position) })
	for _, t := range tallies {
		if err := ctx.Err(); err != nil {
			return err
		}
		if t.compare(after) <= 0 {
			continue
		}
		if len(page.Issues) == limit {
			page.NextCursor = after.cursor(sum)
			return nil
		}
		issue, err := c.issue(conn, t, matching)
		if err != nil {
			return err
		}
		if after = t.position; issue != nil {
			page.Issues = append(page.Issues, *issue)
			page.NextCursor = after.cursor(sum)
		}
	}
	page.NextCursor = ""
	return nil
}

// tally counts the issues of the conversations that match; matching are these.
func (c *Catalogue) tally(f *filter) (tallies []*tally, matching *set) {
	issues := c.names.find(ofIssue, func(string) bool { return true })
	matching = newSet()
	type event struct {
		t     *tally
		at    int64
		count int
	}
	var (
		events   []event
		byName   = map[int64]*tally{}
		from, to = f.from, f.to
	)
	c.index.each(func(e *entry) {
		if !f.matches(e) {
			return
		}
		eachTag(e.tags, func(tag tag) bool {
			if !issues.has(tag.name) {
				return true
			}
			t := byName[tag.name]
			if t == nil {
				t = &tally{position: position{id: tag.name}, trend: make([]int, trendParts)}
				byName[tag.name] = t
				tallies = append(tallies, t)
			}
			t.rank--
			t.count += tag.count
			t.last = max(t.last, e.end)
			events = append(events, event{t, e.end, tag.count})
			matching.add(e.cid)
			return true
		})
	})
	for i := range events {
		if f.from == 0 && (i == 0 || events[i].at < from) {
			from = events[i].at
		}
		if f.to == 0 {
			to = max(to, events[i].at+1)
		}
	}
	step := max(1, (to-from+trendParts-1)/trendParts)
	for _, e := range events {
		e.t.trend[min(trendParts-1, max(0, (e.at-from)/step))] += e.count
	}
	return tallies, matching
}

// issue returns an issue with its newest examples; nil where it is gone.
func (c *Catalogue) issue(conn *sqlite.Conn, t *tally, matching *set) (*traceapi.Issue, error) {
	v, ok := c.names.of(t.id)
	if !ok {
		return nil, nil
	}
	id, s, ok := shapeIn(v.value)
	if !ok {
		return nil, fmt.Errorf("issue %d: its shape can't be read", t.id)
	}
	issue := &traceapi.Issue{
		ID: id, Signal: s.Signal, Service: s.Service, Tool: s.Tool, Error: s.Error, Title: s.title(), Count: t.count,
		Conversations: int(-t.rank), First: v.first, Last: t.last, Trend: t.trend, Examples: []traceapi.IssueExample{},
	}
	newest, err := c.examples(conn, issue, t.id, matching, 4*maxExamples)
	if err == nil && len(issue.Examples) < min(maxExamples, issue.Conversations) {
		newest, err = c.examples(conn, issue, t.id, matching, lookedAt)
	}
	if newest != 0 {
		issue.Last = newest
	}
	return issue, err
}

// examples adds the newest examples of an issue, each of another conversation, and returns when the newest was. It looks at some of the
// newest findings.
func (c *Catalogue) examples(conn *sqlite.Conn, issue *traceapi.Issue, id int64, matching *set, some int) (newest int64, err error) {
	issue.Examples = issue.Examples[:0]
	seen := newSet()
	query := `SELECT cid, message, snippet, time FROM findings WHERE issue = ? ORDER BY time DESC LIMIT ?`
	err = rows(conn, query, func(s *sqlite.Stmt) error {
		cid := s.ColumnInt64(0)
		if !matching.has(cid) || seen.has(cid) || len(issue.Examples) == maxExamples {
			return nil
		}
		seen.add(cid)
		example := traceapi.IssueExample{Message: s.ColumnInt(1), Snippet: s.ColumnText(2), Time: s.ColumnInt64(3)}
		newest = max(newest, example.Time)
		return rows(conn, "SELECT hash FROM conversations WHERE cid = ?", func(s *sqlite.Stmt) error {
			example.Conversation = FormatID(s.ColumnInt64(0))
			issue.Examples = append(issue.Examples, example)
			return nil
		}, cid)
	}, id, some)
	return newest, err
}
