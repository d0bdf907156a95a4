package conversation

import (
	"math/bits"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// Scan takes one pass over the attributes and events of a span of a service (its resource's
// service.name). It returns nil for a span that has nothing to tell. The facts are the reader's own until its
// next Scan.
func (r *Reader) Scan(span ptrace.Span, service string) *Facts {
	f := r.ScanCall(span, service)
	if f.dialect == nil && !f.HasFault && f.Call == faults.NoCall && !f.RanTool() {
		return nil
	}
	return f
}

// ScanCall is Scan for whoever asks about calls of models that hold no messages, too: it never returns nil.
func (r *Reader) ScanCall(span ptrace.Span, service string) *Facts {
	f := &r.facts
	*f = Facts{}
	f.span, f.kindRank = span, rankUnknown
	f.noted.SetClassifier(r.classifier)
	if r.hideTexts {
		f.noted.HideTexts()
	}
	attributes, mayHold := r.known.attributes, false
	for key, value := range span.Attributes().All() {
		if attributes.mayKnow(key) {
			if m := attributes.find(key); m != nil {
				f.attribute(m, key, value)
			}
		}
		if text := value.Str(); len(text) >= minMessages || text == "" {
			mayHold = mayHold || mayHoldMessages(value)
		}
	}
	if name := span.Name(); r.known.names.mayKnow(name) {
		f.name(r.known.names.find(name))
	}
	if span.Events().Len() > 0 {
		mayHold = f.events(r.known) || mayHold
	}
	if f.settleDialect(r.known); f.dialect == nil && mayHold {
		f.settleUnlisted()
	}
	if r.known.services.mayKnow(service) && r.known.services.find(service) != nil {
		f.noted.MarkRelevant()
	}
	if f.noted.MayTell() {
		f.Fault, f.HasFault = f.noted.Settle(span, f.Kind, f.Answered)
		f.Call = f.noted.Call(span, f.Kind, f.Answered, f.held != 0)
	}
	return f
}

// attribute notes what is known of one attribute.
func (f *Facts) attribute(m *attributeMeaning, key string, value pcommon.Value) {
	if m.mark {
		f.noted.MarkRelevant()
	}
	f.tell(m, value)
	for _, note := range m.faults {
		note(&f.noted, key, value)
	}
}

// tell notes what an attribute says of the messages and of who takes part.
func (f *Facts) tell(m *attributeMeaning, value pcommon.Value) {
	f.held |= m.held
	f.proven |= m.proves
	f.Answered = f.Answered || m.answers
	if len(m.kinds) > 0 {
		if kind, rank := m.kindOf(value); rank < f.kindRank {
			f.Kind, f.kindRank = kind, rank
		}
	}
	for _, note := range m.facts {
		note(f, value)
	}
}

// name notes what the span's name tells, which may be nothing.
func (f *Facts) name(m *nameMeaning) {
	if m == nil {
		return
	}
	if m.kind != spankind.Other && (m.kind != spankind.Tool || f.tool.name != "") {
		f.Kind = m.kind
	}
	if m.fallback {
		f.noted.FellBack("span", f.span.Name())
	}
}

// settleDialect chooses who reads the messages. A span that has some, and says nothing else of
// itself, is a chat.
func (f *Facts) settleDialect(k *knowledge) {
	held := f.held & k.readable &^ (k.toProve &^ f.proven)
	if held == 0 {
		return
	}
	f.reader = held & -held
	f.dialect = k.dialects[bits.TrailingZeros64(uint64(held))]
	f.Dialect, f.OwnTurn, f.Followed = f.dialect.name, f.dialect.ownTurn, f.dialect.followed
	if f.Kind == spankind.Other {
		f.Kind = spankind.Chat
	}
}

// events notes what the span's events hold, and tells whether one that is unknown may hold messages.
func (f *Facts) events(k *knowledge) (mayHold bool) {
	for _, event := range f.span.Events().All() {
		if m := k.events.find(event.Name()); m != nil {
			f.held |= m.held
			f.Answered = f.Answered || m.answers || holdsAnswer(event, k)
			continue
		}
		for _, v := range event.Attributes().All() {
			mayHold = mayHold || mayHoldMessages(v)
		}
	}
	return mayHold
}

// holdsAnswer tells whether an event holds an answer under the key that it has on spans.
func holdsAnswer(event ptrace.SpanEvent, k *knowledge) bool {
	for key := range event.Attributes().All() {
		if m := k.attributes.find(key); m != nil && m.answers {
			return true
		}
	}
	return false
}
