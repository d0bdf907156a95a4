package tracemcp

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	worstDescription = "Lists the conversations that went worst, the worst first: quality, score, why, what the user said first and the " +
		"agent answered last, signals with counts, service, models, turns, tokens. Begin with since, such as 1d."
	defaultRows = 8
	maxRows     = 50
	// rowBytes bounds what is shown of a text in a list.
	rowBytes = 120
)

type listInput struct {
	timed
	Search string `json:"search,omitempty" jsonschema:"only these, as the tool search describes: service:shop signal:escalation"`
	paged
	sized
}

// paged is the part of a tool's input that asks for a page of a list.
type paged struct {
	Limit  int    `json:"limit,omitempty" jsonschema:"rows at most, 8 unless told, 50 at most"`
	Cursor string `json:"cursor,omitempty" jsonschema:"goes on behind an earlier answer, which told it; everything else the same"`
}

func (p paged) rows() int {
	if p.Limit <= 0 {
		return defaultRows
	}
	return min(p.Limit, maxRows)
}

func (t *tools) worst(ctx context.Context, in listInput, a *answer) error {
	query := traceapi.Query{Search: in.Search, Order: traceapi.OrderWorst, Cursor: in.Cursor}
	if err := t.bounds(in.timed, &query); err != nil {
		return err
	}
	return t.list(ctx, query, in.rows(), a)
}

// list writes a page of conversations. Those that don't fit are asked for again with fewer, as only the store makes cursors.
func (t *tools) list(ctx context.Context, query traceapi.Query, rows int, a *answer) error {
	a.add(dataNotice)
	query.Limit = rows
	page, err := t.store.Conversations(ctx, query)
	if err != nil {
		return err
	}
	if len(page.Conversations) == 0 {
		a.note("no conversation matches%s", t.emptyHint(ctx))
		return nil
	}
	blocks := fitting(page.Conversations, a, t.row)
	if len(blocks) < len(page.Conversations) {
		query.Limit = max(1, len(blocks))
		if page, err = t.store.Conversations(ctx, query); err != nil {
			return err
		}
	}
	for _, c := range page.Conversations {
		a.add(t.row(c))
	}
	if page.Partial {
		a.note("the time for the query ended before all was looked at")
	}
	if page.NextCursor != "" {
		a.note("more: cursor=%s; evidence: get_conversation id=…", page.NextCursor)
	} else {
		a.note("that is all; evidence: get_conversation id=…")
	}
	return nil
}

// fitting returns the rows for which an answer has room, the first one in any case.
func fitting[T any](rows []T, a *answer, text func(T) string) []T {
	room := a.room()
	for i, row := range rows {
		room -= len(text(row))
		if room < 0 {
			return rows[:max(i, 1)]
		}
	}
	return rows
}

func (t *tools) row(c traceapi.ConversationSummary) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", c.ID, verdict(c))
	if c.Reason != "" {
		b.WriteString(" " + quote(c.Reason, rowBytes))
	}
	fmt.Fprintf(&b, "\n  %s; %s; %s\n", t.facts(c), counts(c.Signals), t.age(c.End))
	switch {
	case c.NoContent && c.FirstMessage == "":
		b.WriteString("  message texts were not recorded\n")
	default:
		fmt.Fprintf(&b, "  user %s … agent %s\n", quote(c.FirstMessage, rowBytes), quote(c.LastAnswer, rowBytes))
	}
	return b.String()
}

func verdict(c traceapi.ConversationSummary) string {
	if c.Quality == "" {
		return "not judged"
	}
	return fmt.Sprintf("%s %.0f", name(c.Quality), c.Score)
}

// facts says where a conversation took place and how large it was.
func (t *tools) facts(c traceapi.ConversationSummary) string {
	facts := []string{"service " + name(c.Service)}
	if c.Agent != "" {
		facts = append(facts, "agent "+name(c.Agent))
	}
	if len(c.Models) > 0 {
		facts = append(facts, "model "+names(c.Models))
	}
	facts = append(facts, fmt.Sprintf("%d turns", c.Turns))
	if c.Tokens.Input+c.Tokens.Output > 0 {
		facts = append(facts, fmt.Sprintf("%d+%d tokens", c.Tokens.Input, c.Tokens.Output))
	}
	if c.Cost > 0 {
		facts = append(facts, fmt.Sprintf("$%.4f", c.Cost))
	}
	if c.Errors > 0 {
		facts = append(facts, fmt.Sprintf("%d failed spans", c.Errors))
	}
	return strings.Join(append(facts, "took "+length(time.Duration(c.DurationNS))), ", ")
}

// leaf is the last part of a signal's name, by which search finds it too.
func leaf(signal string) string { return signal[strings.LastIndexByte(signal, '.')+1:] }

func counts(signals []traceapi.SignalCount) string {
	if len(signals) == 0 {
		return "no signals"
	}
	const most = 8
	var parts []string
	for _, s := range signals[:min(len(signals), most)] {
		parts = append(parts, fmt.Sprintf("%s×%d", name(leaf(s.Signal)), s.Count))
	}
	if len(signals) > most {
		parts = append(parts, fmt.Sprintf("%d more kinds", len(signals)-most))
	}
	return strings.Join(parts, " ")
}

// emptyHint says why a list may be empty.
func (t *tools) emptyHint(ctx context.Context) string {
	status, err := t.store.Status(ctx)
	switch {
	case err != nil:
		return ""
	case status.Conversations == 0:
		return ": the store is empty; tool status says where to send spans"
	}
	return fmt.Sprintf("; the store has %d conversations since %s: widen since or search", status.Conversations, clock(status.Oldest))
}
