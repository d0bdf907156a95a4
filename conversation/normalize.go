package conversation

import (
	"cmp"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// Normalize writes what a span says of models, agents and tools, in whichever dialect, under the names of OpenTelemetry's
// semantic conventions. What stands there already stays, in the form that they demand. With removeOwn the dialect's own
// attributes and events go where all that they say is written. A span that no dialect knows stays as it is.
//
// It ends what [Reader.Scan] and [Reader.Messages] returned before.
func (r *Reader) Normalize(span ptrace.Span, removeOwn bool) {
	f, b := &r.facts, &r.builder
	if !r.recognize(f, span) {
		return
	}
	b.reset(r.limits)
	b.hidesNames = r.hideNames
	var n findings
	n.collect(r.known, b, f)
	n.chooseOperation(f.Kind)
	n.joinReasons()
	n.writeFacts(b, span.Attributes())
	b.reset(r.limits)
	said := n.writeMessages(b, f)
	if removeOwn {
		n.removeOwn(r.known, b, f, said)
	}
}

// recognize notes the kind and the dialect of a span; it returns false for one that has nothing to do with models, agents
// or tools.
func (r *Reader) recognize(f *Facts, span ptrace.Span) bool {
	*f = Facts{}
	f.span, f.kindRank = span, rankUnknown
	marked := false
	for key, v := range span.Attributes().All() {
		if m := r.known.attributes.find(key); m != nil {
			f.tell(m, v)
			marked = marked || m.mark
		}
	}
	f.name(r.known.names.find(span.Name()))
	f.events(r.known)
	if f.settleDialect(r.known); f.dialect == nil {
		f.settleUnlisted()
	}
	return marked || f.dialect != nil || f.held&^(r.known.toProve&^f.proven) != 0
}

var operationOf = map[spankind.Kind]string{
	spankind.Chat: "chat", spankind.Embeddings: "embeddings", spankind.Agent: "invoke_agent", spankind.Tool: "execute_tool",
}

// chooseOperation names the operation by the kind of the span where no attribute does.
func (n *findings) chooseOperation(kind spankind.Kind) {
	if found := &n.facts[operationName]; operations[found.text] == "" {
		*found = finding{text: operationOf[kind]}
	}
}

// joinReasons puts the reasons for the end of several answers into the order of their indices.
func (n *findings) joinReasons() {
	found := &n.facts[finishReason]
	if len(n.reasons) < 2 || n.reasons[0].rank != found.rank {
		return
	}
	slices.SortStableFunc(n.reasons, func(a, b finding) int {
		return cmp.Or(cmp.Compare(len(a.key), len(b.key)), cmp.Compare(a.key, b.key))
	})
	var texts []string
	for _, reason := range n.reasons {
		texts = append(texts, reason.text)
	}
	found.text = string(appendTexts(nil, texts))
}

// writeFacts writes what the span doesn't have under its name.
func (n *findings) writeFacts(b *builder, attributes pcommon.Map) {
	for name := range n.facts {
		text := n.facts[name].text
		if text == "" || n.written[name] {
			continue
		}
		c := &conventionOf[name]
		v := pcommon.NewValueEmpty()
		if b.put(c.form, text, v) {
			v.MoveTo(attributes.PutEmpty(c.key))
		}
	}
}

// written tells of each side of a conversation whether all of it is written as the conventions have it.
type written struct{ asked, answered bool }

// writeMessages writes the messages of a model or an agent. What a dialect keeps of the last turn alone would be taken for all
// that was said.
func (n *findings) writeMessages(b *builder, f *Facts) written {
	if f.dialect == nil || f.OwnTurn || f.Kind == spankind.Tool || f.Kind == spankind.Embeddings ||
		f.dialect == &genAI && b.stands(f.span, genAIInput) && b.stands(f.span, genAIOutput) {
		return written{}
	}
	b.keepsInstructions = true
	f.dialect.read(b, f)
	if b.full {
		return written{}
	}
	whole := b.problems == Problems{} && !b.passedOver
	n.dropTold(b)
	asked, answered := b.sides()
	b.putMessages(f, genAIInput, whole, func(w *messageWriter) { w.write(asked, b.orderedInstructions()) })
	b.putMessages(f, genAIOutput, whole, func(w *messageWriter) {
		w.reasons = finishReasonsOf(f.span.Attributes())
		w.write(answered, nil)
	})
	return written{whole && len(asked)+len(b.instructions) > 0, whole && len(answered) > 0}
}

// dropTold removes from the messages the instructions that the span tells apart from them, too.
func (n *findings) dropTold(b *builder) {
	told := n.facts[systemInstructions].text
	if told == "" || n.written[systemInstructions] {
		return
	}
	told = strings.Join(b.instructionTexts(unquoted(told)), "\n")
	b.instructions = slices.DeleteFunc(b.instructions, func(i instruction) bool { return i.text == told })
}

// stands tells whether messages are on the span as the conventions have them, or none at all.
func (b *builder) stands(span ptrace.Span, key string) bool {
	v, ok := span.Attributes().Get(key)
	if !ok {
		_, ok = valueOf(span, key, genAIDetails)
		return !ok
	}
	return isMessages(b.text(v))
}

// isMessages tells messages that are written as the conventions have them, and not a list of them in the text of one.
func isMessages(text string) bool {
	_, inText := itemsInText(text)
	return !inText && isMessageList(text)
}

// putMessages writes one side of a conversation, unless it stands there and is what was read. What stands there in another
// form is replaced by nothing less than all of it.
func (b *builder) putMessages(f *Facts, key string, whole bool, write func(*messageWriter)) {
	attributes := f.span.Attributes()
	isRead := f.dialect == &genAI || f.dialect == &sentry
	v, ok := attributes.Get(key)
	switch {
	case ok && (!whole && !isEmpty(v) || isRead && isMessages(b.text(v))):
		return
	case !ok:
		if v, ok = valueOf(f.span, key, genAIDetails); ok && isMessages(b.text(v)) {
			v.CopyTo(attributes.PutEmpty(key))
			return
		}
	}
	w := &b.writer
	*w = messageWriter{out: w.out[:0], hidesNames: b.hidesNames}
	write(w)
	if string(w.out) != "[]" {
		attributes.PutStr(key, string(w.out))
	}
}

// finishReasonsOf returns why the answers of a span ended.
func finishReasonsOf(attributes pcommon.Map) []string {
	v, ok := attributes.Get(conventionOf[finishReason].key)
	if !ok || v.Type() != pcommon.ValueTypeSlice {
		return nil
	}
	var reasons []string
	for _, reason := range v.Slice().All() {
		reasons = append(reasons, value.Scalar(reason))
	}
	return reasons
}
