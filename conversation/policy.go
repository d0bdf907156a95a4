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
	// Drop removes the attributes and events that hold it, and the bodies of log records.
	Drop
	// Hash replaces each text by a hash that only who has the key can make: equal texts stay equal. What Redact leaves
	// stays.
	Hash
)

// covers is true where something else is put in place of text.
func (t Treatment) covers() bool { return t == Redact || t == Hash }

// ContentPolicy says what happens to text on its way out. It treats what any dialect declares, on resources, scopes,
// spans, events, links and log records, whether its messages are read or not. It serves all goroutines.
type ContentPolicy struct {
	// Messages is for what was said: messages, instructions, arguments and results of tools, documents.
	Messages Treatment
	// Faults is for the texts of errors: exceptions, statuses, messages of gateways, log records of errors.
	Faults Treatment
	// MaxBytes is how much content of a span is redacted field by field; of what is larger, the size is told.
	MaxBytes int
	// HashKey is the key of Hash, at least MinHashKey bytes.
	HashKey []byte
}

func (p *ContentPolicy) keepsAll() bool { return p.Messages == Keep && p.Faults == Keep }

// Apply treats all spans of a batch, and what stands around them.
func (p *ContentPolicy) Apply(traces ptrace.Traces) {
	if p.keepsAll() {
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
	text := span.Status().Message()
	switch {
	case text == "" || p.Faults == Keep:
	case p.Faults == Drop:
		span.Status().SetMessage("")
	default:
		v, r := pcommon.NewValueStr(text), p.newRedactor()
		r.fault(v)
		span.Status().SetMessage(v.Str())
	}
}

func (p *ContentPolicy) events(events ptrace.SpanEventSlice) {
	if p.Messages == Drop {
		events.RemoveIf(func(event ptrace.SpanEvent) bool { return known.events.find(event.Name()) != nil })
	}
	for _, event := range events.All() {
		if p.Messages.covers() && known.events.find(event.Name()) != nil {
			p.eventFields(event.Name(), event.Attributes())
			continue
		}
		p.attributes(event.Attributes(), nil)
	}
}

// eventWords are the attributes of events of messages that hold words, and the forms of these.
var eventWords = map[string]wordForm{
	"role":                   formRole,
	"id":                     formID,
	"finish_reason":          formFinishReason,
	"event.name":             formToolName,
	"gen_ai.system":          formToolName,
	"gen_ai.provider.name":   formToolName,
	"gen_ai.operation.name":  formToolName,
	"gen_ai.request.model":   formToolName,
	"gen_ai.response.model":  formToolName,
	"gen_ai.conversation.id": formID,
	"server.address":         formToolName,
}

// describesCall tells the attributes that an event has in common with the spans of its call, and that hold no content there.
func describesCall(event, key string, v pcommon.Value) bool {
	if event != genAIDetails {
		return false
	}
	m := known.attributes.find(key)
	return m != nil && m.content == nil && !faults.HoldsText(key, v) || v.Type() == pcommon.ValueTypeInt || v.Type() == pcommon.ValueTypeDouble
}

// eventFields treats the attributes of an event that holds messages.
func (p *ContentPolicy) eventFields(event string, attributes pcommon.Map) {
	r := p.newRedactor()
	attributes.RemoveIf(func(key string, v pcommon.Value) bool {
		if describesCall(event, key, v) {
			return false
		}
		form, isWord := eventWords[key]
		if p.Messages == Drop {
			return !isWord || v.Type() != pcommon.ValueTypeStr || !form.accepts(v.Str())
		}
		s := shapeDocument
		if isWord {
			s = shapeOf(form)
		}
		r.value(v, s, p.Messages)
		return false
	})
}

// attributes treats attributes of a span, or of something else where that is nil.
func (p *ContentPolicy) attributes(attributes pcommon.Map, span *ptrace.Span) {
	r := p.newRedactor()
	attributes.RemoveIf(func(key string, v pcommon.Value) bool {
		if c := contentIn(key, v, span); c != nil {
			if p.Messages.covers() {
				r.attribute(c, key, v)
			}
			return p.Messages == Drop
		}
		if p.Faults == Keep || !faults.HoldsText(key, v) {
			return false
		}
		if p.Faults.covers() {
			r.fault(v)
		}
		return p.Faults == Drop
	})
}

// redactedText tells the length of a text.
func redactedText(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("[%d characters]", utf8.RuneCountInString(text))
}
