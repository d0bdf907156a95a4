package tracemcp

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	// before and after are how many messages are shown around one that raised a signal.
	before = 2
	after  = 1
	// maxWindows bounds the queries that one answer takes.
	maxWindows   = 12
	messageBytes = 260
	windowRows   = 100
)

// window is a range of messages, the end exclusive.
type window struct{ begin, end int }

// messageRange reads "7" or "0-9".
func messageRange(text string, count int) (window, error) {
	first, last, isRange := strings.Cut(strings.TrimSpace(text), "-")
	begin, err := strconv.Atoi(strings.TrimSpace(first))
	end := begin
	if isRange && err == nil {
		end, err = strconv.Atoi(strings.TrimSpace(last))
	}
	switch {
	case err != nil || begin < 0 || end < begin:
		return window{}, fmt.Errorf(`messages: must be an index such as "7" or a range such as "0-9", not %s`, quote(text, nameBytes))
	case begin >= count:
		return window{}, fmt.Errorf("messages: the conversation has %d, from 0 to %d", count, count-1)
	}
	return window{begin, min(end+1, count)}, nil
}

// windows are the messages around those that raised a signal; where there are none the first and the last ones.
func windows(c *traceapi.Conversation) []window {
	marked := markedMessages(c.Findings)
	var all []window
	for i := range c.MessageCount {
		if !marked[i] {
			continue
		}
		w := window{max(0, i-before), min(c.MessageCount, i+after+1)}
		if n := len(all); n > 0 && w.begin <= all[n-1].end {
			all[n-1].end = w.end
		} else if n < maxWindows {
			all = append(all, w)
		}
	}
	if len(all) > 0 {
		return all
	}
	const few = 3
	if c.MessageCount <= 2*few {
		return []window{{0, c.MessageCount}}
	}
	return []window{{0, few}, {c.MessageCount - few, c.MessageCount}}
}

func (t *tools) messages(ctx context.Context, c *traceapi.Conversation, wanted []window, full bool, a *answer) error {
	if c.MessageCount == 0 {
		a.note("no message texts were recorded (%s); get_trace shows the spans", name(c.Content))
		return nil
	}
	raised := make(map[int][]string)
	for _, f := range c.Findings {
		raised[f.Message] = append(raised[f.Message], name(leaf(f.Signal)))
	}
	next := 0
	for _, w := range wanted {
		if w.begin > next && next > 0 {
			a.addf("… [%d-%d]\n", next, w.begin-1)
		}
		stopped, err := t.window(ctx, c.ID, w, full, raised, a)
		if err != nil {
			return err
		}
		if next = stopped; stopped < w.end {
			break
		}
	}
	if next < c.MessageCount {
		a.note(`more: messages="%d-%d" (of 0-%d)%s`, next, min(next+9, c.MessageCount-1), c.MessageCount-1, wider(a, full))
	} else {
		a.note(`other messages of 0-%d: messages="0-9"%s`, c.MessageCount-1, wider(a, full))
	}
	return nil
}

// wider says what gives more.
func wider(a *answer, full bool) string {
	switch {
	case !full:
		return fmt.Sprintf("; whole texts: full=true max_bytes=%d", largestBytes)
	case a.limit < largestBytes:
		return fmt.Sprintf("; max_bytes=%d", largestBytes)
	}
	return ""
}

// window writes messages and returns the index of the first one for which there was no room.
func (t *tools) window(ctx context.Context, id string, w window, full bool, raised map[int][]string, a *answer) (int, error) {
	for next := w.begin; next < w.end; {
		page, err := t.store.Messages(ctx, id, next, min(w.end-next, windowRows))
		if err != nil {
			return next, err
		}
		if len(page.Messages) == 0 {
			return w.end, nil
		}
		for _, m := range page.Messages {
			limit := messageBytes
			if full {
				if m, err = t.whole(ctx, id, m, a); err != nil {
					return next, err
				}
				limit = a.room()
			}
			fits := a.add(message(m, raised[m.Index], limit)) || full && a.addCut(m, raised[m.Index])
			if !fits {
				return m.Index, nil
			}
			next = m.Index + 1
		}
	}
	return w.end, nil
}

// whole asks for a message that was cut, where the answer has room for more of it.
func (t *tools) whole(ctx context.Context, id string, m traceapi.Message, a *answer) (traceapi.Message, error) {
	if m.TextBytes == 0 && m.ArgumentsBytes == 0 || a.room() <= traceapi.MaxMessageText {
		return m, nil
	}
	return t.store.Message(ctx, id, m.Index)
}

// addCut adds as much of a message as there is room for, where that is worth it.
func (a *answer) addCut(m traceapi.Message, raised []string) bool {
	a.reopen()
	const worth, overhead = 500, 250
	// An escaped character takes up to four times its size.
	for limit := a.room() - overhead; limit >= worth; limit /= 2 {
		if a.add(message(m, raised, limit)) {
			return true
		}
		a.reopen()
	}
	a.full = true
	return false
}

func message(m traceapi.Message, raised []string, limit int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%d] %s", m.Index, name(m.Role))
	if m.Tool != "" {
		fmt.Fprintf(&b, " %s", name(m.Tool))
	}
	if m.Failed {
		b.WriteString(" FAILED")
	}
	if len(raised) > 0 {
		fmt.Fprintf(&b, " <%s>", strings.Join(raised, ","))
	}
	if m.Arguments != "" {
		fmt.Fprintf(&b, " %s", quoteOf(m.Arguments, limit, m.ArgumentsBytes))
	}
	if m.Text != "" || m.Arguments == "" {
		fmt.Fprintf(&b, " %s", quoteOf(m.Text, limit, m.TextBytes))
	}
	for _, attachment := range m.Attachments {
		fmt.Fprintf(&b, " attachment %s %d B", name(attachment.Type), attachment.Bytes)
	}
	if m.DurationNS > 0 {
		fmt.Fprintf(&b, " %s", length(time.Duration(m.DurationNS)))
	}
	if m.Model != "" {
		fmt.Fprintf(&b, " by %s", name(m.Model))
	}
	b.WriteByte('\n')
	return b.String()
}
