package catalogue

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

var _ spanstore.Hook = (*Catalogue)(nil)

// statusError is OTLP's number of a span's status.
const statusError = 2

// Apply takes new spans.
func (c *Catalogue) Apply(ctx context.Context, conn *sqlite.Conn, spans []spanstore.Applied) (done func(), err error) {
	if err := c.begin(conn); err != nil {
		return nil, err
	}
	w := &work{Catalogue: c, conn: conn, dirty: map[int64]*conversation{}}
	if err := w.apply(ctx, spans); err != nil {
		return nil, fmt.Errorf("conversations: %w", err)
	}
	entries, summaries, err := w.flush(ctx)
	if err != nil {
		return nil, fmt.Errorf("conversations: %w", err)
	}
	return func() {
		c.publish(entries, w.removed)
		c.names.commit()
		clear(c.touched)
		for i := range summaries {
			c.options.Notify(traceapi.Change{Conversation: &summaries[i].ConversationSummary})
		}
	}, nil
}

func (c *Catalogue) publish(entries []entry, removed []int64) {
	c.index.put(entries)
	c.index.remove(removed)
}

// work is what one transaction changes.
type work struct {
	*Catalogue
	conn    *sqlite.Conn
	dirty   map[int64]*conversation
	removed []int64
	// traces are those whose spans without a conversation of their own were counted.
	traces []*trace
}

// touch notes that a conversation changes.
func (w *work) touch(c *conversation) {
	w.dirty[c.cid], w.touched[c.cid] = c, true
}

// apply puts spans where they belong: those that name their conversation first, then the others that tell of one, then those of tools
// and all others.
func (w *work) apply(ctx context.Context, spans []spanstore.Applied) error {
	for _, pass := range [...]func(*spanstore.Applied) (bool, error){w.takeKeyed, w.takeTelling, w.takeOther} {
		rest := spans[:0:0]
		for i := range spans {
			taken, err := pass(&spans[i])
			if err != nil {
				return err
			}
			if !taken {
				rest = append(rest, spans[i])
			}
		}
		if spans = rest; ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// countsOf counts a span.
func countsOf(s *model.Span) counts {
	n := counts{spans: 1, start: int64(s.Start), end: max(int64(s.Start), int64(s.End))}
	if s.StatusCode == statusError {
		n.errors = 1
	}
	return n
}

// takeKeyed takes a span that names its conversation, and tells of it.
func (w *work) takeKeyed(a *spanstore.Applied) (taken bool, err error) {
	k, ok := keyOf(a.Observation)
	if !ok || !tells(a.Observation) {
		return false, nil
	}
	conversation, err := w.find(k, true)
	if err != nil {
		return false, err
	}
	return true, w.take(a, conversation, true)
}

// takeTelling takes a span that tells of a conversation which it does not name.
func (w *work) takeTelling(a *spanstore.Applied) (taken bool, err error) {
	if !tells(a.Observation) {
		return false, nil
	}
	t, err := w.cache.trace(w.conn, a.Trace)
	if err != nil {
		return false, err
	}
	c, err := w.primary(t)
	if err == nil && (c == nil || len(c.calls) >= maxCalls) {
		c, err = w.find(traceKey(a.Trace), true)
	}
	if err != nil {
		return false, err
	}
	return true, w.take(a, c, false)
}

// primary returns the conversation of a trace's spans that name none; nil where there is none.
func (w *work) primary(t *trace) (*conversation, error) {
	if len(t.cids) == 0 {
		return nil, nil
	}
	return w.cache.conversation(w.conn, t.cids[0])
}

// takeOther takes all other spans.
func (w *work) takeOther(a *spanstore.Applied) (taken bool, err error) {
	t, err := w.cache.trace(w.conn, a.Trace)
	if err != nil {
		return false, err
	}
	if a.Observation == nil || a.Observation.Kind != observe.KindTool {
		return true, w.count(t, countsOf(a.Span))
	}
	if k, ok := keyOf(a.Observation); ok {
		c, err := w.find(k, false)
		if err != nil {
			return false, err
		}
		if c != nil {
			return true, w.take(a, c, true)
		}
	}
	c, err := w.primary(t)
	switch {
	case err != nil:
		return false, err
	case c != nil && len(c.calls) < maxCalls:
		return true, w.take(a, c, false)
	case c == nil:
		if err := w.wait(callOf(a.Span, a.Observation, a.Trace)); err != nil {
			return false, err
		}
	}
	return true, w.count(t, countsOf(a.Span))
}

// take adds the call of a span to a conversation.
func (w *work) take(a *spanstore.Applied, c *conversation, own bool) error {
	t, err := w.cache.trace(w.conn, a.Trace)
	if err != nil {
		return err
	}
	if c, err = w.link(t, c); err != nil {
		return err
	}
	c.add(callOf(a.Span, a.Observation, a.Trace))
	w.touch(c)
	if !own {
		return w.count(t, countsOf(a.Span))
	}
	m := c.members[t.id]
	m.own.add(countsOf(a.Span))
	m.stored = false
	return nil
}

// count counts a span that names no conversation.
func (w *work) count(t *trace, n counts) error {
	t.plain.add(n)
	t.dirty = true
	w.traces = append(w.traces, t)
	for _, cid := range t.cids {
		c, err := w.cache.conversation(w.conn, cid)
		if err != nil {
			return err
		}
		c.members[t.id].plain = t.plain
		w.touch(c)
	}
	return nil
}
