package conversation

import (
	"cmp"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// item is what an element of a list of messages has beside the fields of a message: an item of OpenAI's Responses API
// {"type": "function_call", call_id, name, arguments} or {"type": "function_call_output", call_id, output}
// (https://platform.openai.com/docs/api-reference/responses/object), a choice, a candidate or a generation that holds a
// message, a message of LangChain.
type item struct {
	typ  string
	part part // a call or a result
	// text is that of a completion.
	text string
	// inner is the message inside, or what LangChain made it of; class is LangChain's.
	inner, class string
	status       string // of LangChain's tool
	isLangChain  bool
}

// maxInner is how many messages stand one inside the other: a choice, LangChain's message, what that was made of.
const maxInner = 2

// toolRole is what senders call a tool that speaks.
const toolRole = "tool"

// readMessageObject reads a message, or an item that stands for one.
func (b *builder) readMessageObject(r *jsonread.Reader) error {
	d := &b.draft
	d.reset()
	var it item
	err := b.readFields(r, &it)
	for n := 0; n < maxInner && it.inner != "" && d.role == ""; n++ {
		role := it.speaker()
		inner := jsonread.New(it.inner)
		d.reset()
		it = item{}
		if innerErr := b.readFields(&inner, &it); innerErr != nil {
			err = innerErr
		}
		d.role = cmp.Or(d.role, role)
	}
	b.passedOver = b.passedOver || d.role == "" && it.typ != "" && kindOfPart(it.typ) == partOther
	d.addItem(&it)
	d.role = cmp.Or(d.role, b.speaker)
	start := len(b.messages)
	b.finish(d)
	if it.status == "error" {
		for i := range b.messages[start:] {
			m := &b.messages[start+i]
			m.Failed = m.Failed || m.Role == signals.RoleToolResult
		}
	}
	return err
}

func (b *builder) readItemField(r *jsonread.Reader, key string, it *item) error {
	var err error
	switch key {
	case "type":
		it.typ, err = r.TextOrRaw()
	case "id":
		var kind jsonread.Kind
		if kind, err = r.Kind(); kind == jsonread.Array {
			it.class, err = r.Raw()
		} else if it.part.id == "" && err == nil {
			it.part.id, err = r.TextOrRaw()
		} else if err == nil {
			_, err = r.Raw()
		}
	case "call_id", "callId", "toolCallId", "tool_use_id":
		it.part.id, err = r.TextOrRaw()
	case "arguments", "input", "args":
		it.part.args, err = r.TextOrRaw()
	case "output", "result", "response":
		err = b.readToolOutput(r, &it.part)
	case "message", "kwargs", "data":
		var kind jsonread.Kind
		if kind, err = r.Kind(); kind == jsonread.Object {
			it.inner, err = r.Raw()
		} else if err == nil {
			it.text, err = r.TextOrRaw()
		}
	case "text":
		it.text, err = r.TextOrRaw()
	case "status":
		it.status, err = r.TextOrRaw()
	case "additional_kwargs":
		it.isLangChain = true
		_, err = r.Raw()
	default:
		_, err = r.Raw()
	}
	return err
}

// speaker returns who speaks by LangChain's class or by the type, empty where neither tells.
func (it *item) speaker() string {
	for _, known := range [...]struct{ class, role string }{
		{"HumanMessage", "user"}, {"AIMessage", "assistant"}, {"SystemMessage", "system"}, {"ToolMessage", toolRole},
	} {
		if strings.Contains(it.class, known.class) {
			return known.role
		}
	}
	if _, _, ok := roleOf(it.typ); ok && kindOfPart(it.typ) == partOther {
		return it.typ
	}
	return ""
}

// nameTool makes a tool's message of one whose role is the tool's name, as LangChain writes it.
func (d *draft) nameTool() {
	if _, _, known := roleOf(d.role); !known {
		d.name, d.role = d.role, toolRole
	}
}

// addItem completes a message by what stands beside its fields. An item without a role that is a call or a result becomes a
// message of one.
func (d *draft) addItem(it *item) {
	if d.role != "" {
		if it.isLangChain {
			d.nameTool()
		}
		return
	}
	p := &it.part
	switch p.kind = kindOfPart(it.typ); p.kind {
	case partCall:
		d.role = signals.RoleAssistant.String()
	case partResult:
		d.role = toolRole
		if p.text == "" {
			p.text = joinParts(d.parts)
		}
		d.parts = d.parts[:0]
	case partText, partOther:
		d.role = it.speaker()
		if len(d.parts) == 0 {
			d.addText(it.text)
		}
		return
	}
	p.name = d.name
	d.parts = append(d.parts, *p)
}
