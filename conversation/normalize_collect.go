package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// told is a fact that an attribute tells. Of several that tell the same the lowest rank counts.
type told struct {
	fact fact
	// by are the dialects in which it does.
	by   dialectSet
	rank int
	// isSession is true of ids of sessions, which stay on the span in any case.
	isSession bool
}

// finding is a fact as a sender wrote it.
type finding struct {
	text string
	key  string // of the attribute that tells it
	rank int
}

// findings are what one span tells.
type findings struct {
	facts [otelNames]finding
	// written are the names that the span has already.
	written [otelNames]bool
	// reasons are why several answers ended, where an attribute each tells it.
	reasons []finding
}

// collect finds the facts of a span, and puts right what stands under the names of the conventions.
func (n *findings) collect(k *knowledge, b *builder, f *Facts) {
	unproven := k.toProve &^ f.proven
	for key, v := range f.span.Attributes().All() {
		m := k.attributes.find(key)
		if m == nil || m.content != nil && !m.content.isOn(&f.span) {
			continue
		}
		if m.own != noName && !isEmpty(v) {
			n.written[m.own] = true
			b.correct(conventionOf[m.own].form, v)
		}
		for i := range m.told {
			if t := &m.told[i]; t.by&unproven == 0 && t.fact.isToldBy(key) {
				tell := teller{to: n, kind: f.Kind, key: key, rank: t.rank, content: m.content != nil, several: t.fact.last != ""}
				if t.isSession {
					tell.fact(conversationID, sessionID(v))
				} else {
					tell.value(&t.fact, b.text(v))
				}
			}
		}
	}
	if name := toolOf(f.span.Name()); formToolName.accepts(name) {
		tell := teller{to: n, kind: f.Kind, rank: lastRank}
		tell.fact(otelToolName, name)
	}
	for _, event := range f.span.Events().All() {
		m := k.events.find(event.Name())
		if m == nil || m.facts == nil {
			continue
		}
		for key, v := range event.Attributes().All() {
			if fa, ok := m.facts[key]; ok {
				tell := teller{to: n, kind: f.Kind, rank: 1, content: true, several: fa.name == finishReason}
				tell.value(&fa, b.text(v))
			}
		}
	}
}

// maxReasons is how many answers have a reason for their end, the most that a provider gives.
const maxReasons = 128

// lastRank is that of what counts where no attribute tells it.
const lastRank = 1 << 20

// toolOf returns the name of a tool in the name of its span.
func toolOf(span string) string {
	for _, before := range [...]string{"execute_tool ", strings.TrimSuffix(toolCallSpan, "*")} {
		span = strings.TrimPrefix(span, before)
	}
	return span
}

func isEmpty(v pcommon.Value) bool {
	return v.Type() == pcommon.ValueTypeEmpty || v.Type() == pcommon.ValueTypeStr && v.Str() == ""
}

// isToldBy tells whether a key, of those that a pattern stands for, tells the fact.
func (fa *fact) isToldBy(key string) bool {
	return strings.HasSuffix(key, fa.last)
}

// teller adds to the findings what one attribute of a span tells.
type teller struct {
	to   *findings
	kind spankind.Kind
	key  string
	rank int
	// content is true where the attribute holds what was said.
	content bool
	// several is true where other attributes tell why other answers ended.
	several bool
}

// value tells what a text says, and the fields of the object that it may be; these say more, and come first.
func (t teller) value(fa *fact, text string) {
	if len(fa.fields) > 0 {
		t.object(fa.fields, jsonread.New(text))
	}
	t.rank++
	if fa.parse != nil {
		fa.parse(text, t.fact)
	}
	t.fact(fa.name, text)
}

// object tells what the fields of an object say. A text that is none has no fields, one that is cut off those before
// the cut.
func (t teller) object(fields fields, r jsonread.Reader) {
	_ = r.Object(func(key string) error {
		fa, ok := fields[key]
		if !ok {
			_, err := r.Raw()
			return err
		}
		text, err := r.TextOrRaw()
		if err == nil && text != "{}" {
			if len(fa.fields) > 0 {
				t.object(fa.fields, jsonread.New(text))
			}
			t.fact(fa.name, text)
		}
		return err
	})
}

// fact notes a fact where nothing before tells it. Reasons for an end that attributes of the same rank tell are those of
// several answers.
func (t teller) fact(name otelName, text string) {
	c := &conventionOf[name]
	if text == "" || name == noName || c.onTool && t.kind != spankind.Tool || t.content && !c.form.mayHold(text) {
		return
	}
	n := t.to
	if found := &n.facts[name]; found.rank == 0 || t.rank < found.rank {
		*found = finding{text, t.key, t.rank}
	}
	if t.several && len(n.reasons) < maxReasons {
		n.reasons = append(n.reasons, finding{text, t.key, t.rank})
	}
}
