package conversation

import (
	"errors"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// part is a piece of one message: text, a tool call or a tool's result.
type part struct {
	kind   partKind
	text   string // text or result
	id     string // of the call
	name   string // of the tool
	args   string
	failed bool
}

type partKind uint8

const (
	partText partKind = iota
	partCall
	partResult
	partOther // images, reasoning, types nobody knows
)

// draft collects a message until its end: JSON fields come in any order, and the
// role may stand last.
type draft struct {
	role   string
	callID string
	name   string
	parts  []part
	// called and listed are true where calls of tools stand among the parts, or apart from them; some senders say them
	// twice.
	called, listed bool
}

func (d *draft) reset() {
	clear(d.parts)
	*d = draft{parts: d.parts[:0]}
}

func (d *draft) addText(text string) {
	if text != "" {
		d.parts = append(d.parts, part{kind: partText, text: withoutData(text)})
	}
}

// maxMediaType is the length in bytes of what stands before the data of a data URL.
const maxMediaType = 128

// withoutData leaves of a data URL (RFC 2397) in base64 what tells its type.
func withoutData(text string) string {
	if !strings.HasPrefix(text, "data:") {
		return text
	}
	head := text[:min(len(text), maxMediaType)]
	if end := strings.Index(head, ";base64,"); end > 0 && !strings.ContainsAny(head[:end], " \n") {
		return head[:end]
	}
	return text
}

// readMessages reads a JSON array of messages, or a single one, in the shape of
// OTel GenAI (parts) or of a provider (content, tool_calls, items).
func (b *builder) readMessages(text string) {
	r := &b.json
	r.Reset(text)
	kind, err := r.Kind()
	switch {
	case err != nil:
	case kind == jsonread.Array:
		err = b.readList(r, func() error { return b.readMessage(r) })
	case kind == jsonread.Object:
		err = b.readMessage(r)
	default:
		b.problems.add(WrongType)
		return
	}
	if err != nil {
		b.problems.addError(err)
	}
}

// readMessage reads one message. A cut-off message gives what stood before the cut.
func (b *builder) readMessage(r *jsonread.Reader) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	switch {
	case kind == jsonread.Object:
		return b.readMessageObject(r)
	case kind == jsonread.String && b.speaker != "":
		text, err := r.Text()
		b.draft.reset()
		b.draft.role = b.speaker
		b.draft.addText(text)
		b.finish(&b.draft)
		return err
	}
	b.problems.add(WrongType)
	_, err = r.Raw()
	return err
}

// readFields adds the fields of a message to the draft.
func (b *builder) readFields(r *jsonread.Reader, it *item) error {
	d := &b.draft
	return r.Object(func(key string) error {
		var err error
		switch key {
		case "role":
			d.role, err = r.TextOrRaw()
		case "tool_call_id":
			d.callID, err = r.TextOrRaw()
		case "name":
			d.name, err = r.TextOrRaw()
		case "parts", "content":
			var kind jsonread.Kind
			if kind, err = r.Kind(); kind == jsonread.Object {
				it.inner, err = r.Raw()
			} else if err == nil {
				err = b.readContent(r)
			}
		case "tool_calls":
			err = b.readToolCalls(r)
		case "refusal":
			var text string
			text, err = r.TextOrRaw()
			d.addText(text)
		default:
			err = b.readItemField(r, key, it)
		}
		return err
	})
}

// readContent reads a string, or an array of parts.
func (b *builder) readContent(r *jsonread.Reader) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if kind == jsonread.Array {
		return r.Array(func() error { return b.readPart(r) })
	}
	text, err := r.TextOrRaw()
	b.draft.addText(text)
	return err
}

// readPart reads one element of a content array. Field names are those of OTel
// GenAI, OpenAI and Anthropic.
func (b *builder) readPart(r *jsonread.Reader) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if kind != jsonread.Object {
		text, err := r.TextOrRaw()
		b.draft.addText(text)
		return err
	}
	var p part
	typ, hasText := "", false
	err = r.Object(func(key string) error {
		var err error
		switch key {
		case "type":
			typ, err = r.TextOrRaw()
		case "content", "text", "response", "result", "refusal":
			hasText = true
			p.text, err = b.readPartText(r)
		case "output":
			hasText = true
			err = b.readToolOutput(r, &p)
		case "id", "tool_use_id", "tool_call_id", "toolCallId", "toolUseId", "call_id":
			p.id, err = r.TextOrRaw()
		case "name", "toolName":
			p.name, err = r.TextOrRaw()
		case "arguments", "input", "args":
			p.args, err = r.TextOrRaw()
		case "is_error", "isError":
			var word string
			word, err = r.Raw()
			p.failed = word == "true"
		case "toolUse", "toolResult", "toolRequest", "toolResponse", "functionCall", "functionResponse":
			var wraps bool
			if wraps, err = b.readWrapped(r, &p); wraps {
				typ = key
			}
		default:
			_, err = r.Raw()
		}
		return err
	})
	if typ == "" && hasText {
		typ = "text"
	}
	p.kind = kindOfPart(typ)
	switch {
	case p.kind == partOther:
		b.passedOver = true
		return err
	case p.kind == partText && !hasText, p.kind == partCall && b.draft.listed:
		return err
	case p.kind == partCall:
		b.draft.called = true
	case p.kind == partText:
		p.text = withoutData(p.text)
	}
	b.draft.parts = append(b.draft.parts, p)
	return err
}

// addJSONOrText adds what read finds in JSON text, of one that is cut off what stood before the cut; what is no JSON is
// text.
func (b *builder) addJSONOrText(text string, read func(*jsonread.Reader) error) {
	before := len(b.draft.parts)
	b.json.Reset(text)
	switch err := read(&b.json); {
	case err == nil:
	case errors.Is(err, jsonread.ErrSyntax):
		b.draft.parts = b.draft.parts[:before]
		b.draft.addText(text)
	default:
		b.problems.addError(err)
	}
}

// readPartText reads the text of a part. A result may be an array of text parts
// itself; anything else that is no string stays JSON.
func (b *builder) readPartText(r *jsonread.Reader) (string, error) {
	kind, err := r.Kind()
	if err != nil {
		return "", err
	}
	if kind != jsonread.Array {
		return r.TextOrRaw()
	}
	raw, err := r.Raw()
	if err != nil {
		return raw, err
	}
	if text, ok := textOfParts(raw); ok {
		return text, nil
	}
	return raw, nil
}

// textOfParts joins [{"type":"text","text":...}], or [{"text":...}], to the text, without images and the like among it;
// ok is false for any other array.
func textOfParts(raw string) (text string, ok bool) {
	r := jsonread.New(raw)
	var joined strings.Builder
	binary := false
	err := r.Array(func() error {
		typ, piece, hasText, fields := "", "", false, 0
		err := r.Object(func(key string) error {
			var err error
			fields++
			switch key {
			case "type":
				typ, err = r.Text()
			case "text":
				piece, err = r.TextOrRaw()
				hasText = true
			default:
				_, err = r.Raw()
			}
			return err
		})
		if hasText && fields == 1 {
			typ = "text"
		}
		if err == nil && binaryParts[typ] {
			binary = true
			return nil
		}
		if err != nil || kindOfPart(typ) != partText {
			return jsonread.ErrSyntax
		}
		if joined.Len() > 0 {
			joined.WriteByte('\n')
		}
		joined.WriteString(piece)
		return nil
	})
	return joined.String(), err == nil && (joined.Len() > 0 || binary)
}

func kindOfPart(typ string) partKind {
	switch typ {
	case "text", "input_text", "output_text", "refusal":
		return partText
	case "tool_call", "tool_use", "tool-call", "function_call", "toolUse", "toolRequest", "functionCall":
		return partCall
	case "tool_call_response", "tool_result", "tool-result", "function_call_output", "function_call_result", "toolResult",
		"toolResponse", "functionResponse":
		return partResult
	}
	return partOther
}

// readToolCalls reads OpenAI's [{id, type, function: {name, arguments}}], the flat forms without the function object of
// OpenAI's Responses API and Anthropic, and Vercel's [{toolCallId, toolName, input}], with args before 5.
func (b *builder) readToolCalls(r *jsonread.Reader) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if kind != jsonread.Array || b.draft.called {
		_, err = r.Raw()
		return err
	}
	return r.Array(func() error {
		b.draft.listed = true
		call := part{kind: partCall}
		err := readToolCall(r, &call)
		b.draft.parts = append(b.draft.parts, call)
		return err
	})
}

func readToolCall(r *jsonread.Reader, call *part) error {
	return r.Object(func(key string) error {
		var err error
		switch key {
		case "id", "call_id", "toolCallId":
			var id string
			if id, err = r.TextOrRaw(); call.id == "" || key != "id" {
				call.id = id
			}
		case "name", "toolName":
			call.name, err = r.TextOrRaw()
		case "arguments", "input", "args":
			call.args, err = r.TextOrRaw()
		case "function":
			var kind jsonread.Kind
			if kind, err = r.Kind(); err == nil && kind == jsonread.Object {
				return readToolCall(r, call)
			}
			_, err = r.Raw()
		default:
			_, err = r.Raw()
		}
		return err
	})
}

// roleOf maps the names that senders give to the speakers; ok is false for
// names nobody knows.
func roleOf(name string) (role signals.Role, system, ok bool) {
	switch strings.ToLower(name) {
	case "user", "human":
		return signals.RoleUser, false, true
	case "assistant", "ai", "model", "bot", "gpt":
		return signals.RoleAssistant, false, true
	case "tool", "function", "observation", "function_call_output":
		return signals.RoleToolResult, false, true
	case "system", "developer":
		return 0, true, true
	}
	return 0, false, false
}
