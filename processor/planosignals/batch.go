package planosignals

import (
	"bytes"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	conventions "go.opentelemetry.io/otel/semconv/v1.38.0"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// batch holds what is worked with while one batch of traces is processed.
type batch struct {
	reader *conversation.Reader
	spans  []tellingSpan
	faulty []int // indices of spans that tell of a fault, by trace
	// lastChat is the start of the last chat span with messages, by trace.
	lastChat map[pcommon.TraceID]pcommon.Timestamp
}

// tellingSpan is a span that has messages or tells of a fault.
type tellingSpan struct {
	span        ptrace.Span
	service     string
	facts       conversation.Facts
	evidence    signals.Evidence
	hasEvidence bool
}

func newBatch(limits conversation.Limits) *batch {
	return &batch{reader: conversation.NewReader(limits), lastChat: map[pcommon.TraceID]pcommon.Timestamp{}}
}

func (b *batch) reset() {
	clear(b.spans)
	clear(b.lastChat)
	b.spans, b.faulty = b.spans[:0], b.faulty[:0]
}

func (b *batch) scan(traces ptrace.Traces) {
	for _, resource := range traces.ResourceSpans().All() {
		service := serviceOf(resource.Resource())
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				b.scanSpan(span, service)
			}
		}
	}
}

func (b *batch) scanSpan(span ptrace.Span, service string) {
	var s tellingSpan
	if !b.reader.Scan(span, service, &s.facts) {
		return
	}
	s.span, s.service = span, service
	b.spans = append(b.spans, s)
	if s.facts.HasFault {
		b.faulty = append(b.faulty, len(b.spans)-1)
	}
	if s.facts.Kind == conversation.KindChat && s.facts.HasMessages() {
		b.lastChat[span.TraceID()] = max(b.lastChat[span.TraceID()], span.StartTimestamp())
	}
}

func serviceOf(resource pcommon.Resource) string {
	if name, ok := resource.Attributes().Get(string(conventions.ServiceNameKey)); ok {
		return name.AsString()
	}
	return ""
}

// resolveFaults gives each fault of each trace to the one span that speaks for it,
// unless an earlier batch told of it.
func (b *batch) resolveFaults(traces ptrace.Traces, memory *conversation.FaultMemory) {
	if len(b.faulty) == 0 {
		return
	}
	slices.SortStableFunc(b.faulty, func(i, j int) int {
		x, y := b.spans[i].span.TraceID(), b.spans[j].span.TraceID()
		return bytes.Compare(x[:], y[:])
	})
	parents := parentsOf(traces, len(b.faulty) > 1)
	for rest := b.faulty; len(rest) > 0; {
		trace := b.spans[rest[0]].span.TraceID()
		n := 1
		for n < len(rest) && b.spans[rest[n]].span.TraceID() == trace {
			n++
		}
		b.resolveTrace(trace, rest[:n], parents, memory)
		rest = rest[n:]
	}
}

// parentsOf maps every span of the batch to its parent, where that is needed.
func parentsOf(traces ptrace.Traces, needed bool) map[spans.Key]pcommon.SpanID {
	if !needed {
		return nil
	}
	parents := make(map[spans.Key]pcommon.SpanID, traces.SpanCount())
	spans.Each(traces, func(span ptrace.Span) {
		parents[spans.KeyOf(span)] = span.ParentSpanID()
	})
	return parents
}

func (b *batch) resolveTrace(
	trace pcommon.TraceID, indices []int, parents map[spans.Key]pcommon.SpanID, memory *conversation.FaultMemory,
) {
	indices = slices.DeleteFunc(indices, func(i int) bool { return b.toldByAChat(&b.spans[i]) })
	faulty := make([]conversation.FaultySpan, len(indices))
	for i, index := range indices {
		s := &b.spans[index]
		faulty[i] = conversation.FaultySpan{
			ID: s.span.SpanID(), Parent: s.span.ParentSpanID(),
			Kind: s.facts.Kind, Fault: s.facts.Fault, Answered: s.facts.Answered(),
		}
	}
	parentOf := func(id pcommon.SpanID) (pcommon.SpanID, bool) {
		parent, ok := parents[spans.Key{TraceID: trace, SpanID: id}]
		return parent, ok
	}
	conversation.ResolveFaults(faulty, parentOf, func(i int, evidence signals.Evidence) {
		if memory.Tell(trace, &faulty[i].Fault) {
			s := &b.spans[indices[i]]
			s.evidence, s.hasEvidence = evidence, true
		}
	})
}

// toldByAChat is true for a tool whose result is in the history of a later chat span of
// the batch, which tells of its failure.
func (b *batch) toldByAChat(tool *tellingSpan) bool {
	if tool.facts.Kind != conversation.KindTool {
		return false
	}
	last, ok := b.lastChat[tool.span.TraceID()]
	return ok && last >= tool.span.EndTimestamp()
}
