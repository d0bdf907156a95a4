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

// analyzedSpan is a span that has messages or tells of a fault.
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
	session, chat := b.keys.Of(span.Attributes(), resource.Attributes())
	b.spans = append(b.spans, analyzedSpan{
		span: span, service: service, facts: *facts, session: sessions.KeyOf(chat, session, span.TraceID()),
	})
	b.faults = append(b.faults, fault)
}

// resultOf reads the result of a failed tool from its span.
func (b *batch) resultOf(facts *conversation.Facts) faults.ToolResult {
	for _, m := range b.reader.FailedTool(facts) {
		if m.Role == signals.RoleToolResult {
			return faults.NewToolResult(m.CallID, m.Tool, m.Text)
		}
	}
	return faults.NewToolResult(facts.CallID(), "", "")
}

// resolve gives each fault to the span that speaks for it.
func (b *batch) resolve(traces ptrace.Traces, resolver *faults.Resolver) {
	resolver.Resolve(traces, b.faults, func(i int, evidence signals.Evidence) {
		b.spans[i].evidence, b.spans[i].hasEvidence = evidence, true
	})
}
