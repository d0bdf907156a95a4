package conversation

import (
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// openInferenceHidden stands where OpenInference was told to hide content.
const openInferenceHidden = "__REDACTED__"

// openInferenceSpan is what a span holds beside its entries.
type openInferenceSpan struct {
	// input and output are the whole request and response; empty where the entries are read.
	input, output       string
	hasInput, hasOutput bool // among the entries
}

// readOpenInference reads llm.input_messages.N.message.* and llm.output_messages.N.message.*; where one of them is missing
// or says less than the other, input.value or output.value.
func readOpenInference(b *builder, f *Facts) {
	s := b.collectOpenInference(f.span.Attributes())
	b.sortEntries()
	b.chooseOpenInference(&s)
	b.readSides(len(s.input)+b.sizeOfEntries()+len(s.output),
		func(newest bool) { b.readExchange(s.input, signals.RoleUser, newest) },
		b.finishSide,
		func(newest bool) { b.readExchange(s.output, signals.RoleAssistant, newest) })
	b.unwrapResults()
}

// collectOpenInference takes the attributes apart.
func (b *builder) collectOpenInference(attributes pcommon.Map) (s openInferenceSpan) {
	for key, value := range attributes.All() {
		switch key {
		case "input.value":
			s.input = b.visible(value)
			continue
		case "output.value":
			s.output = b.visible(value)
			continue
		}
		rest, ok := strings.CutPrefix(key, "llm.")
		if !ok {
			continue
		}
		base := uint64(0)
		if tail, ok := strings.CutPrefix(rest, "input_messages."); ok {
			rest, s.hasInput = tail, true
		} else if tail, ok := strings.CutPrefix(rest, "output_messages."); ok {
			rest, s.hasOutput, base = tail, true, completionIndex
		} else {
			continue
		}
		if !b.collectOpenInferenceField(rest, base, value) {
			b.problems.add(BadIndex)
		}
	}
	return s
}

// visible returns the text of a value that is not hidden.
func (b *builder) visible(value pcommon.Value) string {
	if value.Type() == pcommon.ValueTypeEmpty {
		return ""
	}
	if text := b.text(value); text != openInferenceHidden {
		return text
	}
	return ""
}

// collectOpenInferenceField takes "3.message.tool_calls.0.tool_call.id" apart; ok is false where an index is wrong. Fields that say
// nothing of the conversation are passed over.
func (b *builder) collectOpenInferenceField(rest string, base uint64, value pcommon.Value) (ok bool) {
	index, field, ok := cutIndex(rest)
	if !ok {
		return false
	}
	e := indexedEntry{index: base + index}
	field, ok = strings.CutPrefix(field, "message.")
	if !ok {
		return true
	}
	if tail, isPart := strings.CutPrefix(field, "contents."); isPart {
		if e.call, field, ok = cutIndex(tail); !ok {
			return false
		}
	} else if tail, isCall := strings.CutPrefix(field, "tool_calls."); isCall {
		if e.call, field, ok = cutIndex(tail); !ok {
			return false
		}
		field = "tool_calls." + field
	}
	if e.field, ok = openInferenceFields[field]; !ok {
		isImage := strings.HasPrefix(field, "message_content.image") && value.Type() != pcommon.ValueTypeEmpty
		b.passedOver = b.passedOver || isImage
		return true
	}
	if e.text = b.visible(value); e.text != "" {
		b.entries = append(b.entries, e)
	}
	return true
}

// openInferenceFields are the fields of messages without their indices.
var openInferenceFields = map[string]indexedField{
	"role":                               fieldRole,
	"name":                               fieldName,
	"tool_call_id":                       fieldCallID,
	"content":                            fieldContent,
	"message_content.text":               fieldContent,
	"tool_calls.tool_call.id":            fieldCall,
	"tool_calls.tool_call.function.name": fieldCallName,
	"tool_calls.tool_call.function.arguments": fieldCallArguments,
	"function_call_name":                      fieldCallName,
	"function_call_arguments_json":            fieldCallArguments,
}

// chooseOpenInference leaves one of the two places where each side stands.
func (b *builder) chooseOpenInference(s *openInferenceSpan) {
	if s.hasOutput {
		s.output = ""
	}
	if !s.hasInput {
		return
	}
	isLangChain := strings.HasPrefix(s.input, `{"messages":[[{"lc":`) // entries hold no calls of the history
	if lacks := b.lacksMessages(); (lacks || isLangChain) && jsonread.Valid(s.input) {
		b.entries = slices.DeleteFunc(b.entries, func(e indexedEntry) bool { return e.index < completionIndex })
		return
	}
	s.input = ""
}

// lacksMessages tells entries that hold but one of the results that Anthropic's users give in one message, or nothing of
// what the assistant said. The results become those of tools.
func (b *builder) lacksMessages() bool {
	lacks := false
	for i := range b.entries {
		role := &b.entries[i]
		if role.field != fieldRole {
			continue
		}
		isLast := i+1 == len(b.entries) || b.entries[i+1].index != role.index
		switch {
		case isLast && role.text == "assistant":
			lacks = true
		case !isLast && b.entries[i+1].field == fieldCallID && role.text == "user":
			role.text, lacks = toolRole, true
		}
	}
	return lacks
}

// unwrapResults takes the text out of results that say what they are.
func (b *builder) unwrapResults() {
	for i := range b.messages {
		m := &b.messages[i]
		if m.Role != signals.RoleToolResult || !strings.HasPrefix(m.Text, `{"type":"`) {
			continue
		}
		if value, failed, ok := b.typedOutput(m.Text); ok {
			m.Text, m.Failed = value, failed
		}
	}
}
