package conversation

import (
	"fmt"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
)

// Treatment says what happens to text that may be personal.
type Treatment uint8

const (
	// Keep leaves it.
	Keep Treatment = iota
	// Redact replaces it by its length. Of messages, roles, names of tools, ids and reasons for an end stay where they
	// have the form of one.
	Redact
	// Drop removes the attributes and events that hold it.
	Drop
)

// ContentPolicy says what happens to text on its way out. It treats what any dialect declares, on resources, scopes,
// spans, events and links, whether its messages are read or not. It serves all goroutines.
type ContentPolicy struct {
	// Messages is for what was said: messages, instructions, arguments and results of tools, documents.
	Messages Treatment
	// Faults is for the texts of errors: exceptions, statuses, messages of gateways.
	Faults Treatment
	// MaxBytes is how much content of a span is redacted field by field; of what is larger, the size is told.
	MaxBytes int
}

// Apply treats all spans of a batch, and what stands around them.
func (p *ContentPolicy) Apply(traces ptrace.Traces) {
	if p.Messages == Keep && p.Faults == Keep {
		return
	}
	for _, resource := range traces.ResourceSpans().All() {
		p.attributes(resource.Resource().Attributes(), nil)
		for _, scope := range resource.ScopeSpans().All() {
			p.attributes(scope.Scope().Attributes(), nil)
			for _, span := range scope.Spans().All() {
				p.span(span)
			}
		}
	}
}

func (p *ContentPolicy) span(span ptrace.Span) {
	p.attributes(span.Attributes(), &span)
	p.events(span.Events())
	for _, link := range span.Links().All() {
		p.attributes(link.Attributes(), nil)
	}
	if text := span.Status().Message(); text != "" {
		switch p.Faults {
		case Drop:
			span.Status().SetMessage("")
		case Redact:
			span.Status().SetMessage(redactedText(text))
		case Keep:
		}
	}
}

func (p *ContentPolicy) events(events ptrace.SpanEventSlice) {
	if p.Messages == Drop {
		events.RemoveIf(func(event ptrace.SpanEvent) bool { return known.events.find(event.Name()) != nil })
	}
	for _, event := range events.All() {
		if p.Messages == Redact && known.events.find(event.Name()) != nil {
			r := redactor{bytes: p.MaxBytes}
			for key, v := range event.Attributes().All() {
				r.eventField(key, v)
			}
			continue
		}
		p.attributes(event.Attributes(), nil)
	}
}

// attributes treats attributes of a span, or of something else where that is nil.
func (p *ContentPolicy) attributes(attributes pcommon.Map, span *ptrace.Span) {
	r := redactor{bytes: p.MaxBytes}
	attributes.RemoveIf(func(key string, v pcommon.Value) bool {
		if c := contentOf(key, span); c != nil {
			if p.Messages == Redact {
				r.attribute(c, key, v)
			}
			return p.Messages == Drop
		}
		switch p.Faults {
		case Drop:
			return faults.HoldsText(key, v)
		case Redact:
			if faults.HoldsText(key, v) {
				r.value(v, shapeOpaque)
			}
		case Keep:
		}
		return false
	})
}

// redactedText tells the length of a text.
func redactedText(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("[%d characters]", utf8.RuneCountInString(text))
}
