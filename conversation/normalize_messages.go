package conversation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// instruction is what a system message said in front of the message at that place.
type instruction struct {
	text string
	at   int
}

// messageWriter writes messages as the conventions have them, [{role, parts}];
// https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-input-messages.json. A
// result that failed, or whose tool is known, says so in fields of its own.
type messageWriter struct {
	out []byte
	// open is true while parts can be added to the last message.
	open bool
	// first is true in front of the first part of a message.
	first bool
	// hidesNames leaves out names of tools that no message calls: what the sender took for one may be anything.
	hidesNames bool
	// reasons are why the messages ended, in their order.
	reasons []string
}

// write appends messages, with the instructions between them. A call of a tool belongs to what the assistant said before.
func (w *messageWriter) write(messages []signals.Message, instructions []instruction) {
	w.out = append(w.out, '[')
	shown := func(string) bool { return true }
	if w.hidesNames {
		shown = callsOf(messages)
	}
	for i := range messages {
		for len(instructions) > 0 && instructions[0].at <= i {
			w.instruction(instructions[0].text)
			instructions = instructions[1:]
		}
		m := &messages[i]
		switch m.Role {
		case signals.RoleUser:
			w.begin("user")
			w.text(m.Text)
		case signals.RoleAssistant:
			w.begin("assistant")
			w.text(m.Text)
		case signals.RoleToolCall:
			if i == 0 || messages[i-1].Role != signals.RoleAssistant && messages[i-1].Role != signals.RoleToolCall {
				w.begin("assistant")
			}
			w.call(m)
		case signals.RoleToolResult:
			w.begin(toolRole)
			w.result(m, shown(m.Tool))
		}
	}
	for _, last := range instructions {
		w.instruction(last.text)
	}
	w.end()
	w.out = append(w.out, ']')
}

func (w *messageWriter) instruction(text string) {
	w.begin("system")
	w.text(text)
}

func (w *messageWriter) begin(role string) {
	if w.open {
		w.end()
		w.out = append(w.out, ',')
	}
	w.out = append(w.out, `{"role":"`...)
	w.out = append(w.out, role...)
	w.out = append(w.out, `","parts":[`...)
	w.open, w.first = true, true
}

func (w *messageWriter) end() {
	if !w.open {
		return
	}
	w.out = append(w.out, ']')
	if len(w.reasons) > 0 {
		if reason := finishes[squeeze(w.reasons[0])]; reason != "" {
			w.field("finish_reason", reason)
		}
		w.reasons = w.reasons[1:]
	}
	w.out = append(w.out, '}')
	w.open = false
}

func (w *messageWriter) part(typ string) {
	if !w.first {
		w.out = append(w.out, ',')
	}
	w.first = false
	w.out = append(w.out, `{"type":"`...)
	w.out = append(w.out, typ...)
	w.out = append(w.out, '"')
}

func (w *messageWriter) text(text string) {
	w.part("text")
	w.field("content", text)
	w.out = append(w.out, '}')
}

func (w *messageWriter) call(m *signals.Message) {
	w.part("tool_call")
	w.fieldIfAny("id", m.CallID)
	w.field("name", m.Tool)
	if m.Arguments != "" {
		w.object("arguments", unquoted(m.Arguments))
	}
	w.out = append(w.out, '}')
}

func (w *messageWriter) result(m *signals.Message, named bool) {
	w.part("tool_call_response")
	w.fieldIfAny("id", m.CallID)
	if named {
		w.fieldIfAny("name", m.Tool)
	}
	w.object("response", m.Text)
	if m.Failed {
		w.out = append(w.out, `,"is_error":true`...)
	}
	w.out = append(w.out, '}')
}

// callsOf tells which tools messages call.
func callsOf(messages []signals.Message) func(tool string) bool {
	called := map[string]bool{}
	for i := range messages {
		if messages[i].Role == signals.RoleToolCall {
			called[messages[i].Tool] = true
		}
	}
	return func(tool string) bool { return called[tool] }
}

func (w *messageWriter) fieldIfAny(key, text string) {
	if text != "" {
		w.field(key, text)
	}
}

func (w *messageWriter) field(key, text string) {
	w.key(key)
	w.out = jsonread.AppendQuote(w.out, text)
}

func (w *messageWriter) key(key string) {
	w.out = append(w.out, ',', '"')
	w.out = append(w.out, key...)
	w.out = append(w.out, '"', ':')
}

// object writes the text of a JSON object as that object, and any other as a string.
func (w *messageWriter) object(key, text string) {
	if strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") && utf8.ValidString(text) && jsonread.Valid(text) {
		w.key(key)
		w.out = append(w.out, text...)
		return
	}
	w.field(key, text)
}

// appendInstructions appends instructions as the conventions have them, [{type, content}].
func appendInstructions(to []byte, texts []string) []byte {
	w := messageWriter{out: append(to, '['), first: true}
	for _, text := range texts {
		w.text(text)
	}
	return append(w.out, ']')
}

// isMessageList tells messages that are written as the conventions have them: each has a role, and parts of a type.
func isMessageList(text string) bool {
	return isListOf(text, func(r *jsonread.Reader, key string, kind jsonread.Kind) (bool, error) {
		raw, err := r.Raw()
		return key == "role" && kind == jsonread.String || key == "parts" && isListOf(raw, isType, 1), err
	}, 2)
}

// isPartList tells instructions that are written as the conventions have them: parts of a type, with content.
func isPartList(text string) bool {
	return isListOf(text, func(r *jsonread.Reader, key string, kind jsonread.Kind) (bool, error) {
		_, err := r.Raw()
		return key == "content" || key == "type" && kind == jsonread.String, err
	}, 2)
}

func isType(r *jsonread.Reader, key string, kind jsonread.Kind) (bool, error) {
	_, err := r.Raw()
	return key == "type" && kind == jsonread.String, err
}

// isListOf tells a JSON array of objects in each of which is says of that many fields that they belong there.
func isListOf(text string, is func(r *jsonread.Reader, key string, kind jsonread.Kind) (bool, error), fields int) bool {
	r := jsonread.New(text)
	err := r.Array(func() error {
		found := 0
		err := r.Object(func(key string) error {
			kind, err := r.Kind()
			if err != nil {
				return err
			}
			ok, err := is(&r, key, kind)
			if ok {
				found++
			}
			return err
		})
		if err == nil && found < fields {
			err = jsonread.ErrSyntax
		}
		return err
	})
	return err == nil && r.AtEnd()
}

// sides returns what a model was asked and what it answered.
func (b *builder) sides() (asked, answered []signals.Message) {
	at := len(b.messages) - min(b.answers, len(b.messages))
	return b.messages[:at], b.messages[at:]
}

// orderedInstructions returns what system messages said, in their order; where messages were read from the newest on,
// they all stand in front.
func (b *builder) orderedInstructions() []instruction {
	if b.reversed {
		slices.Reverse(b.instructions)
		for i := range b.instructions {
			b.instructions[i].at = 0
		}
	}
	return b.instructions
}
