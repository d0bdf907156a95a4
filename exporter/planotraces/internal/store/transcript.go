package store

import (
	"context"
	"fmt"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/catalogue"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// maxPage is how many messages Messages returns at most.
const maxPage = 1000

// Messages returns a range of the messages of a conversation, long texts cut.
func (s *Store) Messages(ctx context.Context, id string, offset, limit int) (traceapi.MessagePage, error) {
	if offset < 0 || limit < 0 {
		return traceapi.MessagePage{}, fmt.Errorf("%w: offset and limit are not negative", traceapi.ErrInvalid)
	}
	if limit == 0 || limit > maxPage {
		limit = maxPage
	}
	return read(ctx, s, func(conn *sqlite.Conn) (traceapi.MessagePage, error) {
		transcript, err := s.catalogue.Transcript(ctx, conn, id)
		if err != nil {
			return traceapi.MessagePage{}, err
		}
		page := traceapi.MessagePage{Total: transcript.Total, Messages: []traceapi.Message{}}
		to := min(offset+limit, transcript.Total)
		if offset >= to {
			return page, nil
		}
		t := newTranscriber(s, conn, transcript)
		defer t.end()
		page.Messages, err = t.messages(ctx, offset, to)
		for i := range page.Messages {
			cut(&page.Messages[i])
		}
		return page, err
	})
}

// Message returns one message in full.
func (s *Store) Message(ctx context.Context, id string, index int) (traceapi.Message, error) {
	return read(ctx, s, func(conn *sqlite.Conn) (traceapi.Message, error) {
		transcript, err := s.catalogue.Transcript(ctx, conn, id)
		if err != nil {
			return traceapi.Message{}, err
		}
		if index < 0 || index >= transcript.Total {
			return traceapi.Message{}, fmt.Errorf("message %d of conversation %s: %w", index, id, traceapi.ErrNotFound)
		}
		t := newTranscriber(s, conn, transcript)
		defer t.end()
		messages, err := t.messages(ctx, index, index+1)
		if err != nil {
			return traceapi.Message{}, err
		}
		return messages[0], nil
	})
}

// transcriber reads messages from the spans that hold them.
type transcriber struct {
	*catalogue.Transcript
	store  *Store
	conn   *sqlite.Conn
	reader *conversation.Reader
	tools  toolSpans
	// read are the spans that were read, by their Seq.
	read map[uint64]*held
}

// held is what a span holds.
type held struct {
	messages    []signals.Message
	attachments map[int][]traceapi.Attachment
}

func newTranscriber(s *Store, conn *sqlite.Conn, of *catalogue.Transcript) *transcriber {
	return &transcriber{
		Transcript: of, store: s, conn: conn, reader: s.readers.take(), tools: toolSpansOf(of.Calls), read: map[uint64]*held{},
	}
}

// end gives the reader back.
func (t *transcriber) end() { t.store.readers.put(t.reader) }

// messages reads a range of a transcript. What can't be read again has a role at least.
func (t *transcriber) messages(ctx context.Context, from, to int) ([]traceapi.Message, error) {
	messages := make([]traceapi.Message, to-from)
	for i := range messages {
		messages[i] = traceapi.Message{Index: from + i, Role: traceapi.RoleAssistant}
	}
	for _, segment := range t.segments(from, to) {
		if err := t.load(ctx, segment); err != nil {
			return nil, err
		}
		first := max(from, segment.Place)
		last := min(to, segment.Place+segment.To-segment.From)
		for place := first; place < last; place++ {
			t.tell(&messages[place-from], &segment, place-segment.Place)
		}
	}
	return messages, nil
}

// segments returns those that have messages of a range.
func (t *transcriber) segments(from, to int) []catalogue.Segment {
	var within []catalogue.Segment
	for _, segment := range t.Segments {
		if segment.Place < to && segment.Place+segment.To-segment.From > from {
			within = append(within, segment)
		}
	}
	return within
}

// load reads the span that a segment is read from, once.
func (t *transcriber) load(ctx context.Context, segment catalogue.Segment) error {
	seq := t.Calls[segment.Source].Seq
	if t.read[seq] != nil {
		return nil
	}
	spans, err := t.store.spans.Spans(ctx, t.conn, []uint64{seq})
	if err != nil {
		return err
	}
	h := &held{}
	for _, span := range spans {
		original, resource, service := originalOf(span)
		if o := observe.Observe(t.reader, original, resource, service); o != nil {
			h.messages = o.Messages
			nameResults(h.messages)
			h.attachments = observe.Attachments(original, o.Messages)
		}
	}
	t.read[seq] = h
	return nil
}

// originalOf returns a span as it was sent, its resource and its service.
func originalOf(span *model.Span) (ptrace.Span, pcommon.Resource, string) {
	original, resource := ptrace.NewSpan(), pcommon.NewResource()
	span.CopyTo(original)
	if span.Resource == nil {
		return original, resource, ""
	}
	span.Resource.CopyTo(resource)
	return original, resource, span.Resource.Service
}

// roles of the analysis in the words of the API.
var roles = map[signals.Role]string{
	signals.RoleUser: traceapi.RoleUser, signals.RoleAssistant: traceapi.RoleAssistant,
	signals.RoleToolCall: traceapi.RoleToolCall, signals.RoleToolResult: traceapi.RoleToolResult,
}

// tell fills in the message that is the n-th of a segment.
func (t *transcriber) tell(m *traceapi.Message, segment *catalogue.Segment, n int) {
	call := &t.Calls[segment.Call]
	m.TraceID, m.SpanID, m.Time = call.Trace.String(), call.Span.String(), call.Start
	h, at := t.read[t.Calls[segment.Source].Seq], segment.At+n
	if at >= len(h.messages) {
		return
	}
	said := &h.messages[at]
	m.Role, m.Text, m.Tool, m.CallID = roles[said.Role], said.Text, said.Tool, said.CallID
	m.Arguments, m.Failed, m.Attachments = said.Arguments, said.Failed, h.attachments[at]
	switch said.Role {
	case signals.RoleToolResult:
		m.Failed = m.Failed || t.Failed[m.Index]
		if tool := t.tools.of(m.CallID, m.Tool, call); tool != nil {
			m.DurationNS = tool.End - tool.Start
		}
	case signals.RoleAssistant, signals.RoleToolCall:
		m.Time = call.End
		if t.answers(segment, n) {
			tokens := call.Tokens
			m.Model, m.Tokens, m.Cost, m.DurationNS = call.Model, &tokens, call.Cost, call.End-call.Start
		}
	case signals.RoleUser:
	}
}

// answers is true for the first message of the call's own answer, which is at the end of what it holds.
func (t *transcriber) answers(segment *catalogue.Segment, n int) bool {
	h := t.read[t.Calls[segment.Source].Seq]
	if segment.To != t.Calls[segment.Call].Messages {
		return false
	}
	for i := n; i < segment.To-segment.From; i++ {
		if at := segment.At + i; at >= len(h.messages) || !isAnswer(h.messages[at].Role) {
			return false
		}
	}
	before := segment.At + n - 1
	return n == 0 || !isAnswer(h.messages[before].Role)
}

func isAnswer(role signals.Role) bool {
	return role == signals.RoleAssistant || role == signals.RoleToolCall
}
