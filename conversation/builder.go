package conversation

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// builder turns the pieces that a dialect finds into messages, within limits.
type builder struct {
	bytes    int // of content that may still be read
	full     bool
	messages []signals.Message
	problems Problems
	// speaker says what has no role; empty where that is a problem.
	speaker string
	// keep may change a message, and is false where it is none; nil keeps all as they are.
	keep    func(*signals.Message) bool
	draft   draft
	entries []indexedEntry
	json    jsonread.Reader
	first   listReader
	// mayFollow is true where the messages may be but those that follow an answer, and the span does not tell.
	mayFollow bool

	// answering is true while what a model answered is read; answers is how many messages at the end are of it. asked is true
	// where others were read before, the newest first.
	answering, asked bool
	answers          int
	// passedOver is true where parts of messages are no messages here: images, files, reasoning.
	passedOver bool
	// reversed is true where messages were read from the newest on.
	reversed bool
	// instructions are what system messages said, kept only where keepsInstructions is true.
	keepsInstructions bool
	instructions      []instruction
	// hidesNames is true where what may be no tool's name must not be written as one.
	hidesNames bool
	writer     messageWriter
}

func (b *builder) reset(limits Limits) {
	clear(b.messages)
	b.draft.reset()
	clear(b.entries)
	b.json.Reset("")
	b.bytes, b.full, b.problems, b.speaker = limits.MaxBytes, false, Problems{}, ""
	b.keep = nil
	b.messages, b.entries = b.messages[:0], b.entries[:0]
	b.mayFollow = false
	b.first = listReader{known: b.first.known, recognised: -1}
	clear(b.instructions)
	b.answering, b.asked, b.answers, b.passedOver, b.reversed = false, false, 0, false, false
	b.keepsInstructions, b.instructions = false, b.instructions[:0]
}

// finish ends a message: its parts become messages of the analysis, in their order.
func (b *builder) finish(d *draft) {
	if d.role == "" && len(d.parts) == 0 {
		return
	}
	role, system, ok := roleOf(d.role)
	if !ok {
		b.problems.add(UnknownRole)
		return
	}
	if system {
		b.instruct(d)
		return
	}
	before := len(b.messages)
	for rest := d.parts; len(rest) > 0; {
		texts := 0
		for texts < len(rest) && rest[texts].kind == partText {
			texts++
		}
		if texts > 0 {
			b.say(role, joinParts(rest[:texts]), d)
			rest = rest[texts:]
			continue
		}
		b.step(&rest[0])
		rest = rest[1:]
	}
	b.countAnswers(len(b.messages) - before)
}

// countAnswers counts messages as an answer if nothing else was said after them.
func (b *builder) countAnswers(said int) {
	switch {
	case said == 0:
	case b.reversed:
		b.asked = b.asked || !b.answering
		if !b.asked {
			b.answers += said
		}
	case b.answering:
		b.answers += said
	default:
		b.answers = 0
	}
}

// instruct keeps what a system message says, where that is of use.
func (b *builder) instruct(d *draft) {
	if !b.keepsInstructions {
		return
	}
	texts := slices.DeleteFunc(slices.Clone(d.parts), func(p part) bool { return p.kind != partText })
	if len(texts) > 0 {
		b.instructions = append(b.instructions, instruction{joinParts(texts), len(b.messages)})
	}
}

// say adds a message of text; a tool that speaks gives its result.
func (b *builder) say(role signals.Role, text string, d *draft) {
	m := signals.Message{Role: role, Text: text}
	if role == signals.RoleToolResult {
		m.Tool, m.CallID = d.name, d.callID
	}
	b.add(m)
}

// step adds a tool call or a tool's result.
func (b *builder) step(p *part) {
	m := signals.Message{Role: signals.RoleToolCall, Tool: p.name, CallID: p.id, Arguments: p.args}
	if p.kind == partResult {
		m = signals.Message{Role: signals.RoleToolResult, Tool: p.name, CallID: p.id, Text: p.text, Failed: p.failed}
	}
	b.add(m)
}

func (b *builder) add(m signals.Message) {
	b.messages = append(b.messages, m)
	if last := len(b.messages) - 1; b.keep != nil && !b.keep(&b.messages[last]) {
		b.messages = b.messages[:last]
	}
}

// joinParts puts a line break between pieces of text.
func joinParts(parts []part) string {
	if len(parts) == 1 {
		return parts[0].text
	}
	var text strings.Builder
	for i := range parts {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(parts[i].text)
	}
	return text.String()
}
