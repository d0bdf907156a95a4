package conversation

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// removeOwn removes the attributes and events of a dialect of which all stands under the names of the conventions. What
// tells the kind of a span, and names its session, stays.
func (n *findings) removeOwn(k *knowledge, b *builder, f *Facts, said written) {
	attributes := f.span.Attributes()
	if _, isNamed := attributes.Get(conventionOf[otelResponseID].key); !said.allOf(k, f) || f.Previous != "" || f.Response != "" && !isNamed {
		said = written{} // what names the answer that a call follows stands beside the messages
	}
	var have [otelNames]pcommon.Value
	for key, v := range attributes.All() {
		if m := k.attributes.find(key); m != nil && m.own != noName {
			have[m.own] = v
		}
	}
	gone := make([]bool, 0, attributes.Len())
	for key, v := range attributes.All() {
		m := k.attributes.find(key)
		gone = append(gone, m != nil && m.own == noName && !m.tellsKind() && (n.replacesContent(f, m, key, v, said) ||
			n.replacesFact(m, b, &have, key, v, k.toProve&^f.proven)))
	}
	if slices.Contains(gone, true) {
		i := -1
		attributes.RemoveIf(func(string, pcommon.Value) bool { i++; return gone[i] })
	}
	f.span.Events().RemoveIf(func(event ptrace.SpanEvent) bool {
		m := k.events.find(event.Name())
		return m != nil && m.held&f.reader != 0 && event.Name() != genAIDetails && said.has(m.answers)
	})
}

// allOf tells whether both sides of a conversation are written, as far as the dialect has them: what was left of one would
// be read as all of it.
func (w written) allOf(k *knowledge, f *Facts) bool {
	for key, v := range f.span.Attributes().All() {
		m := k.attributes.find(key)
		if m == nil || m.held&f.reader == 0 || m.own != noName || isEmpty(v) {
			continue
		}
		if c := contentOf(key, &f.span); c != nil && !w.has(c.holds == answer) {
			return false
		}
	}
	for _, event := range f.span.Events().All() {
		if m := k.events.find(event.Name()); m != nil && m.held&f.reader != 0 && !w.has(m.answers) {
			return false
		}
	}
	return true
}

// has tells whether what a model answered, or was asked, is written.
func (w written) has(answer bool) bool { return answer && w.answered || !answer && w.asked }

// replacesContent tells whether what an attribute holds of what was said is written: as messages, or as the arguments or
// the result of a tool.
func (n *findings) replacesContent(f *Facts, m *attributeMeaning, key string, v pcommon.Value, said written) bool {
	c := contentOf(key, &f.span)
	switch {
	case c == nil:
		return false
	case f.Kind == spankind.Tool:
		return n.facts[otelToolArguments].key == key || n.facts[otelToolResult].key == key
	}
	return m.held&f.reader != 0 && (said.has(c.holds == answer) || isEmpty(v) && said != written{})
}

// replacesFact tells whether the conventions' attribute has the value that another one says.
func (n *findings) replacesFact(m *attributeMeaning, b *builder, have *[otelNames]pcommon.Value, key string, v pcommon.Value,
	unproven dialectSet,
) bool {
	for i := range m.told {
		t := &m.told[i]
		if t.isSession || t.by&unproven != 0 || !t.fact.isToldBy(key) || have[t.fact.name] == (pcommon.Value{}) {
			continue
		}
		same := pcommon.NewValueEmpty()
		if b.put(conventionOf[t.fact.name].form, b.text(v), same) && have[t.fact.name].Equal(same) {
			return true
		}
	}
	return false
}
