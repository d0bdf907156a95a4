package conversation

import (
	"cmp"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// exchangeLists are the fields of requests to models, and of their responses, that hold the messages: OpenAI's Chat Completions
// and Responses, Anthropic's Messages, LangChain.
var exchangeLists = setOf("messages", "input", "prompt", "choices", "output", "generations")

// toolRole is what senders call a tool that speaks.
const toolRole = "tool"

// readExchange reads the messages of a request or a response: plain text of the speaker, one message, a list of them, or
// an object that holds such a list; newest is true where it does not fit into the budget. There may be nothing.
func (b *builder) readExchange(text string, speaker signals.Role, newest bool) {
	if text == "" {
		return
	}
	list, isText := exchangeList(text)
	switch {
	case isText:
		b.readOne(newest, func() { b.sayText(speaker, list) })
	case newest:
		b.readItemsNewest(list, speaker)
	default:
		b.readItems(list, speaker)
	}
}

func (b *builder) readItems(list string, speaker signals.Role) {
	r := jsonread.New(list)
	if kind, _ := r.Kind(); kind != jsonread.Array {
		b.readItem(list, speaker)
		return
	}
	cutInside := false
	err := b.readList(&r, func() error {
		raw, err := r.Raw()
		if raw != "" {
			b.readItem(raw, speaker)
			cutInside = err != nil
		}
		return err
	})
	if err != nil && !cutInside {
		b.problems.addError(err)
	}
}

// readItemsNewest reads the messages from the newest on, for as long as the budget lasts.
func (b *builder) readItemsNewest(list string, speaker signals.Role) {
	elements, more, err := lastElements(list)
	if err != nil {
		b.problems.addError(err)
	}
	b.newestFirst(len(elements), func(i int) { b.readItem(elements[i], speaker) })
	if more {
		b.overflow()
	}
}

// exchangeList returns the JSON of the messages as they stand: a list, or the one object. What is neither is text.
func exchangeList(text string) (list string, isText bool) {
	r := jsonread.New(text)
	switch kind, _ := r.Kind(); kind {
	case jsonread.Array:
		return innermost(text), false
	case jsonread.Object:
	case jsonread.String:
		if plain, err := r.Text(); err == nil && r.AtEnd() {
			return plain, true
		}
		return text, true
	default:
		return text, true
	}
	found, isMessage := "", false
	_ = r.Object(func(key string) error { // a list that is cut off is told of where its messages are read
		raw, err := r.Raw()
		switch {
		case key == "role":
			isMessage = true
		case exchangeLists[key] && (found == "" || strings.HasPrefix(raw, "[")):
			found = raw
		}
		return err
	})
	switch {
	case isMessage || found == "":
		return text, false
	case strings.HasPrefix(found, "["):
		return innermost(found), false
	case strings.HasPrefix(found, `"`):
		r.Reset(found)
		plain, _ := r.TextOrRaw()
		return plain, true
	}
	return found, false
}

// innermost returns the first list of a list of lists: LangChain writes one for each prompt.
func innermost(list string) string {
	rest := strings.TrimLeft(list, jsonSpace)
	if !strings.HasPrefix(rest, "[[") {
		return list
	}
	r := jsonread.New(rest[1:])
	raw, _ := r.Raw()
	return raw
}

// item is one element of a list of messages.
type item struct {
	typ, role   string
	callID      string
	status      string // of LangChain's tool
	id          string // of LangChain's class
	message     string // that stands inside, of a choice or a generation
	kwargs      string // that LangChain made the message of
	isLangChain bool
}

// readItem reads one element of a list.
func (b *builder) readItem(raw string, speaker signals.Role) {
	r := &b.json
	r.Reset(raw)
	if kind, _ := r.Kind(); kind != jsonread.Object {
		if text, err := r.TextOrRaw(); err == nil && kind == jsonread.String {
			b.sayText(speaker, text)
		} else {
			b.problems.add(WrongType)
		}
		return
	}
	it := lookAt(raw)
	if it.role == "" && it.message != "" {
		raw = it.message
		it = lookAt(raw)
	}
	b.draft.reset()
	role := it.role
	if it.kwargs != "" {
		raw, role = it.kwargs, langChainRole(it.id)
		it = lookAt(raw)
	}
	r.Reset(raw)
	var err error
	switch kind := kindOfPart(it.typ); {
	case role == "" && (kind == partCall || kind == partResult):
		role = signals.RoleAssistant.String()
		err = b.readPart(r)
		if it.callID != "" && len(b.draft.parts) > 0 {
			b.draft.parts[0].id = it.callID // the item has an id of its own
		}
	default:
		err = b.readFields(r)
		if _, _, known := roleOf(role); !known && it.isLangChain {
			b.draft.name, role = role, toolRole
		}
	}
	b.draft.role = cmp.Or(role, speaker.String())
	before := len(b.messages)
	b.finish(&b.draft)
	for i := before; i < len(b.messages); i++ {
		b.messages[i].Failed = b.messages[i].Failed || it.status == "error" && b.messages[i].Role == signals.RoleToolResult
	}
	if err != nil {
		b.problems.addError(err)
	}
}

// lookAt reads what tells the shape of an element.
func lookAt(raw string) item {
	var it item
	r := jsonread.New(raw)
	_ = r.Object(func(key string) error { // what is cut off is told of where the element is read
		var err error
		switch key {
		case "type":
			it.typ, err = r.TextOrRaw()
		case "role":
			it.role, err = r.TextOrRaw()
		case "id":
			it.id, err = r.Raw()
		case "call_id", "callId":
			it.callID, err = r.TextOrRaw()
		case "status":
			it.status, err = r.TextOrRaw()
		case "message":
			it.message, err = r.Raw()
		case "kwargs":
			it.kwargs, err = r.Raw()
		case "additional_kwargs":
			it.isLangChain = true
			_, err = r.Raw()
		default:
			_, err = r.Raw()
		}
		return err
	})
	return it
}

// langChainRole tells who speaks by LangChain's class.
func langChainRole(class string) string {
	for _, known := range [...]struct{ class, role string }{
		{"HumanMessage", "user"}, {"AIMessage", "assistant"}, {"SystemMessage", "system"}, {"ToolMessage", toolRole},
	} {
		if strings.Contains(class, known.class) {
			return known.role
		}
	}
	return ""
}
