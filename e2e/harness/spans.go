package harness

import (
	"crypto/rand"
	"fmt"
	"os"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// ReadOTLP reads a file of OTLP JSON and gives its traces new ids, so that the
// same file can be sent any number of times to one collector.
func ReadOTLP(path string) (ptrace.Traces, error) {
	td, err := readTraces(path)
	if err == nil {
		RenewTraceIDs(td)
	}
	return td, err
}

func readTraces(path string) (ptrace.Traces, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return ptrace.NewTraces(), err
	}
	td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(text)
	if err != nil {
		return ptrace.NewTraces(), fmt.Errorf("%s: %w", path, err)
	}
	return td, nil
}

// NewTraceID returns a random id.
func NewTraceID() pcommon.TraceID {
	var id pcommon.TraceID
	rand.Read(id[:]) // never fails
	return id
}

// NewSpanID returns a random id.
func NewSpanID() pcommon.SpanID {
	var id pcommon.SpanID
	rand.Read(id[:]) // never fails
	return id
}

// AppendService appends a resource with a service.name and returns its spans, none yet.
func AppendService(td ptrace.Traces, name string) ptrace.SpanSlice {
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", name)
	return resource.ScopeSpans().AppendEmpty().Spans()
}

// AppendSpan appends a span of one second, with an id of its own.
func AppendSpan(to ptrace.SpanSlice, trace pcommon.TraceID, name string) ptrace.Span {
	span := to.AppendEmpty()
	span.SetTraceID(trace)
	span.SetSpanID(NewSpanID())
	span.SetName(name)
	span.SetStartTimestamp(1_795_175_800_000_000_000)
	span.SetEndTimestamp(1_795_175_801_000_000_000)
	return span
}

// NewSpan returns data with one root span, to be filled by the test.
func NewSpan(service, name string) (ptrace.Traces, ptrace.Span) {
	td := ptrace.NewTraces()
	return td, AppendSpan(AppendService(td, service), NewTraceID(), name)
}

// RenewTraceIDs replaces every trace id; spans of one trace stay together.
func RenewTraceIDs(td ptrace.Traces) { newTraceIDs{}.renew(SpansOf(td)) }

// newTraceIDs are the new ids of traces, by their old ones.
type newTraceIDs map[pcommon.TraceID]pcommon.TraceID

func (ids newTraceIDs) renew(spans []ptrace.Span) {
	for _, span := range spans {
		span.SetTraceID(ids.of(span.TraceID()))
	}
}

func (ids newTraceIDs) of(old pcommon.TraceID) pcommon.TraceID {
	if _, ok := ids[old]; !ok {
		ids[old] = NewTraceID()
	}
	return ids[old]
}

// SpansOf returns every span, in the order of the data.
func SpansOf(td ptrace.Traces) []ptrace.Span {
	var spans []ptrace.Span
	for _, resource := range td.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				spans = append(spans, span)
			}
		}
	}
	return spans
}

// ByTrace returns the spans of each trace, by its id.
func ByTrace(spans []ptrace.Span) map[pcommon.TraceID][]ptrace.Span {
	traces := map[pcommon.TraceID][]ptrace.Span{}
	for _, span := range spans {
		traces[span.TraceID()] = append(traces[span.TraceID()], span)
	}
	return traces
}
