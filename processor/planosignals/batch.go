package planosignals

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// batch holds what is worked with while one batch of traces is processed.
type batch struct {
	reader *conversation.Reader
	spans  []tellingSpan
	// faults are the same spans as their faults see them.
	faults []faults.Span
}

// tellingSpan is a span that has messages or tells of a fault.
type tellingSpan struct {
	span        ptrace.Span
	service     string
	facts       conversation.Facts
	evidence    signals.Evidence
	hasEvidence bool
}

func newBatch(limits conversation.Limits, classifier faults.Classifier) *batch {
	return &batch{reader: conversation.NewReader(limits, classifier)}
}

func (b *batch) reset() {
	clear(b.spans)
	clear(b.faults)
	b.spans, b.faults = b.spans[:0], b.faults[:0]
}

// read finds the spans that have something to tell, and gives each fault to the one that speaks for it.
func (b *batch) read(traces ptrace.Traces, resolver *faults.Resolver) {
	for _, resource := range traces.ResourceSpans().All() {
		service := spans.ServiceOf(resource.Resource())
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				b.readSpan(span, service)
			}
		}
	}
	resolver.Resolve(traces, b.faults, func(i int, evidence signals.Evidence) {
		b.spans[i].evidence, b.spans[i].hasEvidence = evidence, true
	})
}

func (b *batch) readSpan(span ptrace.Span, service string) {
	if facts := b.reader.Scan(span, service); facts != nil {
		b.spans = append(b.spans, tellingSpan{span: span, service: service, facts: *facts})
		b.faults = append(b.faults, facts.FaultSpan())
	}
}
