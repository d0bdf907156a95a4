package main

import (
	"fmt"
	"strings"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// spanReader reads what was said out of spans. It serves one goroutine.
type spanReader struct{ reader *conversation.Reader }

func newSpanReader(analyzer *signals.Analyzer) *spanReader {
	return &spanReader{conversation.NewReader(conversation.DefaultLimits(), analyzer)}
}

// each calls found with the messages of every span that ends an exchange with a model, or with why there
// are none. The messages are the reader's own until found returns.
func (r *spanReader) each(traces ptrace.Traces, found func(origin, []signals.Message, error)) {
	for _, resource := range traces.ResourceSpans().All() {
		service := spans.ServiceOf(resource.Resource())
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				r.read(span, service, found)
			}
		}
	}
}

func (r *spanReader) read(span ptrace.Span, service string, found func(origin, []signals.Message, error)) {
	facts := r.reader.Scan(span, service)
	if facts == nil || facts.Kind != spankind.Chat || !facts.HasMessages() {
		return
	}
	trace := span.TraceID().String()
	o := origin{ID: trace, TraceID: trace, SpanID: span.SpanID().String()}
	messages, problems := r.reader.Messages(facts)
	if len(messages) > 0 {
		found(o, messages, nil)
	} else if err := unreadable(problems); err != nil {
		found(o, nil, fmt.Errorf("span %s of trace %s: %w", o.SpanID, o.TraceID, err))
	}
}

// unreadable is nil where there was no problem.
func unreadable(problems *conversation.Problems) error {
	var all []string
	problems.Each(func(problem conversation.Problem, _ int) { all = append(all, problem.String()) })
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("messages can't be read: %s", strings.Join(all, ", "))
}
