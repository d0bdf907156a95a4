package catalogue

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Call is a span that tells of a conversation.
type Call struct {
	Seq uint64
	// Trace is the canonical id of its trace.
	Trace      model.TraceID
	Span       model.SpanID
	Start, End int64
	// Kind is that of observe.Observation.
	Kind, Service, Model, Agent string
	// Tool and CallID are those of a tool's span.
	Tool, CallID string
	Tokens       traceapi.Tokens
	Cost         float64
	Error        string
	// Messages is how many the span holds.
	Messages int
}

// Segment is a range of the messages of a call, as conversation.Reader reads them, that no call before it held.
type Segment struct {
	// Call is its index in Transcript.Calls.
	Call int
	// From and To are the range, To exclusive; Place is the index of the first one in the transcript.
	From, To, Place int
	// Source is the index of the last call that holds the same messages, At is where they begin in it: whoever reads all segments from
	// their sources reads few spans.
	Source, At int
}

// Transcript says which calls hold the messages of a conversation. The segments in their order are all messages, each once.
type Transcript struct {
	// Calls are in the order in which they began.
	Calls    []Call
	Segments []Segment
	// Total is how many messages there are.
	Total int
	// Failed are the messages in which a failure was found, though the sender may not have marked them as such.
	Failed map[int]bool
}

// cidOf finds a conversation by its id, or by that of one that became part of it; traceapi.ErrNotFound where there is none.
func (c *Catalogue) cidOf(conn *sqlite.Conn, id string) (cid int64, err error) {
	hash, ok := ParseID(id)
	if !ok {
		return 0, fmt.Errorf("conversation %q: %w", id, traceapi.ErrNotFound)
	}
	err = rows(conn, `SELECT cid FROM conversations WHERE hash = ?1 UNION ALL SELECT target FROM aliases WHERE hash = ?1 LIMIT 1`,
		func(s *sqlite.Stmt) error {
			cid = s.ColumnInt64(0)
			return nil
		}, hash)
	if err == nil && cid == 0 {
		err = fmt.Errorf("conversation %s: %w", id, traceapi.ErrNotFound)
	}
	return cid, err
}

// open reads a conversation by its id.
func (c *Catalogue) open(ctx context.Context, conn *sqlite.Conn, id string) (*conversation, error) {
	cid, err := c.cidOf(conn, id)
	if err != nil {
		return nil, err
	}
	v, err := readConversation(conn, cid)
	if err == nil && v == nil {
		err = fmt.Errorf("conversation %s: %w", id, traceapi.ErrNotFound)
	}
	if err == nil {
		err = ctx.Err()
	}
	return v, err
}

// Transcript says where the messages of a conversation are; traceapi.ErrNotFound where there is none.
func (c *Catalogue) Transcript(ctx context.Context, conn *sqlite.Conn, id string) (*Transcript, error) {
	v, err := c.open(ctx, conn, id)
	if err != nil {
		return nil, err
	}
	return v.transcript(v.findings()), nil
}

func (c *conversation) transcript(found []located) *Transcript {
	t, sources := &Transcript{Total: len(c.places), Failed: failed(found)}, c.sources()
	for i, call := range c.ordered {
		t.Calls = append(t.Calls, Call{
			Seq: call.seq, Trace: call.trace, Span: call.span, Start: call.start, End: call.end, Kind: call.Kind,
			Service: call.Service, Model: call.Model, Agent: call.Agent, Tool: call.Tool, CallID: call.CallID, Tokens: call.Tokens, Cost: call.Cost,
			Error: call.Error, Messages: call.Messages,
		})
		for _, s := range call.segments {
			from := Segment{Call: i, From: int(s.from), To: int(s.to), Place: int(s.place)}
			from.Source, from.At = sources.of(i, &s)
			t.Segments = append(t.Segments, from)
		}
	}
	return t
}

// failed are the places of failures.
func failed(found []located) map[int]bool {
	places := map[int]bool{}
	for i := range found {
		leaf, err := signals.ParseLeaf(found[i].Leaf)
		if err == nil && found[i].place >= 0 && (leaf.Category() == signals.Failure || leaf.Category() == signals.Exhaustion) {
			places[found[i].place] = true
		}
	}
	return places
}

// Detail is a conversation as far as its calls tell: SystemInstructions, Tools and TraceList are left out.
type Detail struct {
	traceapi.Conversation
	Transcript *Transcript
}

// Conversation returns a conversation with its findings; traceapi.ErrNotFound where there is none.
func (c *Catalogue) Conversation(ctx context.Context, conn *sqlite.Conn, id string) (*Detail, error) {
	v, err := c.open(ctx, conn, id)
	if err != nil {
		return nil, err
	}
	found := v.findings()
	s, _ := v.summarize(found)
	d := &Detail{Transcript: v.transcript(found)}
	d.ConversationSummary, d.Summary, d.Content, d.MessageCount = s.ConversationSummary, s.Text, s.Content, s.Messages
	_, d.Contributions = observe.Contributions(s.Text)
	for i := range found {
		d.Findings = append(d.Findings, v.tell(&found[i]))
	}
	d.Loops = v.loops(found)
	return d, nil
}

// tell returns a finding as the API has it.
func (c *conversation) tell(f *located) traceapi.Finding {
	m := c.metadata(f)
	return traceapi.Finding{
		Signal: f.Leaf, Message: f.place, Confidence: f.Confidence, Snippet: f.Snippet, Rule: m.Matched, Source: m.Source, Tool: m.Tool,
		ComparedWith: m.ComparedWith, Similarity: m.Similarity, Calls: m.Calls,
		Explanation: observe.Explain(&observe.Finding{
			Leaf: f.Leaf, Message: f.place, Confidence: f.Confidence, Snippet: f.Snippet, Metadata: m,
		}),
		TraceID: fmt.Sprintf("%x", f.call.trace[:]), SpanID: fmt.Sprintf("%x", f.call.span[:]), Time: f.call.end,
	}
}

// TracesOf returns the canonical ids of the traces of a conversation, most at most, in the order in which they began.
func (c *Catalogue) TracesOf(conn *sqlite.Conn, id string, most int) (traces []model.TraceID, err error) {
	cid, err := c.cidOf(conn, id)
	if err != nil {
		return nil, err
	}
	err = rows(conn, "SELECT trace FROM members WHERE cid = ? AND cid <> 0 ORDER BY start LIMIT ?", func(s *sqlite.Stmt) error {
		traces = append(traces, traceIn(s, 0))
		return nil
	}, cid, most)
	return traces, err
}

// ConversationsOf returns the ids of the conversations that a trace is part of.
func (c *Catalogue) ConversationsOf(conn *sqlite.Conn, trace model.TraceID) (ids []string, err error) {
	err = rows(conn, `SELECT c.hash FROM members AS m JOIN conversations AS c ON c.cid = m.cid
		WHERE m.trace = ? AND m.cid <> 0 ORDER BY c.cid`,
		func(s *sqlite.Stmt) error {
			ids = append(ids, FormatID(s.ColumnInt64(0)))
			return nil
		}, trace[:])
	return ids, err
}
