package store

import (
	"cmp"
	"context"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Append keeps spans and returns when they are durable.
func (s *Store) Append(ctx context.Context, traces ptrace.Traces) error {
	items := make([]spanstore.Item, 0, traces.SpanCount())
	reader := s.readers.take()
	model.FromTraces(traces, func(original ptrace.Span, resource pcommon.Resource, span *model.Span) {
		observation := observe.Observe(reader, original, resource, span.Resource.Service)
		items = append(items, spanstore.Item{Span: span, Observation: observation, Session: sessionOf(observation)})
	})
	s.readers.put(reader)
	if err := s.spans.Append(ctx, items); err != nil {
		return err
	}
	if s.watchers.anyone() {
		s.watchers.tell(changesOf(traces))
	}
	return nil
}

// maxTold is how many traces of a batch watchers are told of.
const maxTold = 16

// changesOf says which traces got spans.
func changesOf(traces ptrace.Traces) []traceapi.Change {
	told := map[pcommon.TraceID]bool{}
	var changes []traceapi.Change
	spans.Each(traces, func(span ptrace.Span) {
		if id := span.TraceID(); !told[id] && len(told) < maxTold {
			told[id] = true
			changes = append(changes, traceapi.Change{Trace: id.String()})
		}
	})
	return changes
}

// sessionOf names what the texts of a span repeat; empty is its trace.
func sessionOf(o *observe.Observation) string {
	if o == nil {
		return ""
	}
	return cmp.Or(o.Conversation, o.Session)
}

// readers keeps readers for the next batch.
type readers struct{ free chan *conversation.Reader }

// maxReaders is how many readers are kept, maxReaderBytes how large the buffers of one may be.
const (
	maxReaders     = 4
	maxReaderBytes = 8 << 20
)

func newReaders() readers { return readers{make(chan *conversation.Reader, maxReaders)} }

func (r *readers) take() *conversation.Reader {
	select {
	case reader := <-r.free:
		return reader
	default:
		return conversation.NewReader(conversation.DefaultLimits(), noMeaning{})
	}
}

func (r *readers) put(reader *conversation.Reader) {
	if reader.BufferBytes() > maxReaderBytes {
		return
	}
	reader.Forget()
	select {
	case r.free <- reader:
	default:
	}
}

// noMeaning asks for no meaning of errors: planosignals has judged the spans.
type noMeaning struct{}

// ClassifyError knows none.
func (noMeaning) ClassifyError(string) (signals.Leaf, bool) { return 0, false }
