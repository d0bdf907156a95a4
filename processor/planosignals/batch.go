package planosignals

import (
	"cmp"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// batch holds what is worked with while one batch of traces is processed.
type batch struct {
	reader *conversation.Reader
	keys   *conversation.SessionKeys
	spans  []analyzedSpan
	order  []int
	// faults are the same spans as their faults see them.
	faults []faults.Span
	// toolTraces are the traces in which a tool failed.
	toolTraces map[pcommon.TraceID]struct{}
}

// analyzedSpan is a span that has messages, tells of a fault or ran a tool.
type analyzedSpan struct {
	span        ptrace.Span
	service     string
	facts       conversation.Facts
	evidence    signals.Evidence
	hasEvidence bool
	session     sessions.Key
}

func newBatch(config *Config, classifier faults.Classifier, keys *conversation.SessionKeys) *batch {
	reader := conversation.NewReader(conversation.Limits(config.LimitsConfig), classifier)
	if config.Content != ContentKeep {
		reader.HideToolNames()
	}
	if config.faultContent() != ContentKeep {
		reader.HideFaultTexts()
	}
	return &batch{reader: reader, keys: keys, toolTraces: map[pcommon.TraceID]struct{}{}}
}

func (b *batch) reset() {
	clear(b.spans)
	clear(b.faults)
	clear(b.toolTraces)
	b.spans, b.faults = b.spans[:0], b.faults[:0]
}

// read finds the spans that have something to tell.
func (b *batch) read(traces ptrace.Traces) {
	for _, resource := range traces.ResourceSpans().All() {
		service := spans.ServiceOf(resource.Resource())
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				b.readSpan(span, resource.Resource(), service)
			}
		}
	}
}

// ordered returns the indices of the spans in the order in which they started.
func (b *batch) ordered() []int {
	b.order = b.order[:0]
	for i := range b.spans {
		b.order = append(b.order, i)
	}
	slices.SortStableFunc(b.order, func(i, j int) int {
		return cmp.Compare(b.spans[i].span.StartTimestamp(), b.spans[j].span.StartTimestamp())
	})
	return b.order
}

func (b *batch) readSpan(span ptrace.Span, resource pcommon.Resource, service string) {
	facts := b.reader.Scan(span, service)
	if facts == nil {
		return
	}
	fault := facts.FaultSpan()
	if fault.HasFault && fault.Kind == spankind.Tool {
		b.toolTraces[span.TraceID()] = struct{}{}
		fault.Result = b.resultOf(facts)
	}
	b.add(span, resource, service).facts = *facts
	b.faults = append(b.faults, fault)
}

func (b *batch) add(span ptrace.Span, resource pcommon.Resource, service string) *analyzedSpan {
	session, chat := b.keys.Of(span.Attributes(), resource.Attributes())
	b.spans = append(b.spans, analyzedSpan{span: span, service: service, session: sessions.KeyOf(chat, session, span.TraceID())})
	return &b.spans[len(b.spans)-1]
}

// resultOf reads the result of a failed tool from its span.
func (b *batch) resultOf(facts *conversation.Facts) faults.ToolResult {
	for _, m := range b.reader.FailedTool(facts) {
		if m.Role == signals.RoleToolResult {
			return faults.NewToolResult(m.CallID, m.Tool, m.Text)
		}
	}
	return faults.NewToolResult(facts.CallID(), facts.Tool(), "")
}

// resolve gives each fault to the span that speaks for it.
func (b *batch) resolve(traces ptrace.Traces, resolver *faults.Resolver) {
	resolver.Resolve(traces, b.faults, func(i int, evidence signals.Evidence) {
		b.spans[i].evidence, b.spans[i].hasEvidence = evidence, true
	})
	if resolver.HasOpen() {
		b.end(traces, resolver)
	}
}

// end finds the spans with which requests end that failed in earlier batches and that nobody answered.
func (b *batch) end(traces ptrace.Traces, resolver *faults.Resolver) {
	known := make(map[spans.Key]int, len(b.spans))
	for i := range b.spans {
		known[spans.KeyOf(b.spans[i].span)] = i
	}
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				evidence, ok := resolver.End(span)
				if !ok {
					continue
				}
				var s *analyzedSpan
				if i, found := known[spans.KeyOf(span)]; found {
					s = &b.spans[i]
				} else {
					s = b.add(span, resource.Resource(), spans.ServiceOf(resource.Resource()))
				}
				if s.hasEvidence {
					s.evidence.Fatal = true
				} else {
					s.evidence, s.hasEvidence = evidence, true
				}
			}
		}
	}
}
