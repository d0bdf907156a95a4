package conversation

import (
	"cmp"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// indexedEntry is one attribute of gen_ai.prompt.N.* or gen_ai.completion.N.*.
type indexedEntry struct {
	index uint64 // of the message; completions follow all prompts
	call  uint64 // of the tool call
	field indexedField
	text  string
}

type indexedField uint8

const (
	fieldRole indexedField = iota
	fieldCallID
	fieldName
	fieldContent
	fieldCall
	fieldCallName
	fieldCallArguments
)

// completionIndex is added to a completion's index; indices have at most 10 digits.
const completionIndex = 1 << 40

const maxIndexDigits = 10

// readIndexed reads gen_ai.prompt.N.role/.content/.tool_call_id/.tool_calls.M.* and
// the same of gen_ai.completion.N (OpenLLMetry before 2026, TrueFoundry), also behind N.message. (LangSmith). The
// attributes come in any order, the indices need not be dense.
func readIndexed(b *builder, f *Facts) {
	for key, value := range f.span.Attributes().All() {
		rest, ok := strings.CutPrefix(key, "gen_ai.")
		if !ok {
			continue
		}
		base := uint64(0)
		if tail, ok := strings.CutPrefix(rest, "prompt."); ok {
			rest = tail
		} else if tail, ok := strings.CutPrefix(rest, "completion."); ok {
			rest, base = tail, completionIndex
		} else {
			continue
		}
		b.collectIndexed(rest, base, value)
	}
	b.sortEntries()
	b.finishIndexed()
}

// sortEntries puts the entries into the order of the messages, and of the fields in a message.
func (b *builder) sortEntries() {
	slices.SortStableFunc(b.entries, func(x, y indexedEntry) int {
		return cmp.Or(
			cmp.Compare(x.index, y.index),
			cmp.Compare(min(x.field, fieldCall), min(y.field, fieldCall)),
			cmp.Compare(x.call, y.call),
			cmp.Compare(x.field, y.field),
		)
	})
}

// collectIndexed takes "3.tool_calls.0.name" apart. Fields that say nothing of the
// conversation (finish_reason) are passed over.
func (b *builder) collectIndexed(rest string, base uint64, value pcommon.Value) {
	index, field, ok := cutIndex(rest)
	if !ok {
		b.problems.add(BadIndex)
		return
	}
	field = strings.TrimPrefix(field, "message.")
	e := indexedEntry{index: base + index}
	switch field {
	case "role":
		e.field = fieldRole
	case "content":
		e.field = fieldContent
	case "tool_call_id":
		e.field = fieldCallID
	default:
		calls, ok := strings.CutPrefix(field, "tool_calls.")
		if !ok {
			return
		}
		if e.call, field, ok = cutIndex(calls); !ok {
			b.problems.add(BadIndex)
			return
		}
		switch field {
		case "id":
			e.field = fieldCall
		case "name", "function.name":
			e.field = fieldCallName
		case "arguments", "function.arguments":
			e.field = fieldCallArguments
		default:
			return
		}
	}
	e.text = b.text(value)
	b.entries = append(b.entries, e)
}

// cutIndex splits "12.role" into 12 and "role".
func cutIndex(key string) (index uint64, rest string, ok bool) {
	i := 0
	for i < len(key) && i <= maxIndexDigits && '0' <= key[i] && key[i] <= '9' {
		index = index*10 + uint64(key[i]-'0')
		i++
	}
	if i == 0 || i > maxIndexDigits || i >= len(key) || key[i] != '.' {
		return 0, "", false
	}
	return index, key[i+1:], true
}

// finishIndexed makes messages of the sorted entries.
func (b *builder) finishIndexed() {
	b.readSides(b.sizeOfEntries(), b.finishSide)
}

// finishSide ends the messages of all entries.
func (b *builder) finishSide(newest bool) {
	if newest {
		b.finishNewest()
		return
	}
	b.finishAll()
}

func (b *builder) sizeOfEntries() int {
	size := 0
	for i := range b.entries {
		size += len(b.entries[i].text)
	}
	return size
}

// finishAll makes messages of entries that fit into the budget.
func (b *builder) finishAll() {
	for rest := b.entries; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].index == rest[0].index {
			n++
		}
		b.finishEntries(rest[:n])
		rest = rest[n:]
	}
}

// finishNewest makes messages, the newest first, for as long as the budget lasts.
func (b *builder) finishNewest() {
	for rest := b.entries; len(rest) > 0 && !b.full; {
		start := len(rest) - 1
		for start > 0 && rest[start-1].index == rest[start].index {
			start--
		}
		b.newestFirst(1, func(int) { b.finishEntries(rest[start:]) })
		rest = rest[:start]
	}
}

func (b *builder) finishEntries(entries []indexedEntry) {
	b.answering = entries[0].index >= completionIndex
	d := &b.draft
	d.reset()
	call := -1 // the part of the tool call that is being put together
	last := uint64(0)
	for i := range entries {
		e := &entries[i]
		switch e.field {
		case fieldRole:
			d.role = e.text
		case fieldCallID:
			d.callID = e.text
		case fieldName:
			d.name = e.text
		case fieldContent:
			b.addIndexedContent(e.text)
		case fieldCall, fieldCallName, fieldCallArguments:
			if call < 0 || e.call != last {
				d.parts = append(d.parts, part{kind: partCall})
				call, last = len(d.parts)-1, e.call
			}
			setCallField(&d.parts[call], e)
		}
	}
	if d.role == "" && b.answering {
		d.role = signals.RoleAssistant.String()
	}
	b.finish(d)
}

func setCallField(p *part, e *indexedEntry) {
	switch e.field {
	case fieldCall:
		p.id = e.text
	case fieldCallName:
		p.name = e.text
	case fieldCallArguments:
		p.args = e.text
	case fieldRole, fieldCallID, fieldName, fieldContent:
	}
}

// addIndexedContent adds text, or the parts of a content array that the sender
// wrote as JSON text. An array that is cut off gives what stood before the cut; what is no JSON is text.
func (b *builder) addIndexedContent(text string) {
	if !strings.HasPrefix(text, `[{"`) || !strings.Contains(text, `"type"`) {
		b.draft.addText(text)
		return
	}
	b.addJSONOrText(text, b.readContent)
}
