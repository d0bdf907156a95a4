package conversation

import (
	"fmt"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// RedactContent replaces what was said by its length in characters. Roles, ids and the
// names of tools stay.
func RedactContent(span ptrace.Span) {
	for key, value := range span.Attributes().All() {
		if c := contentOf(span, key); c != nil && !c.isPublic(key) {
			redactValue(value, shapeDocument, 0)
		}
	}
	for _, event := range span.Events().All() {
		if known.events.find(event.Name()) == nil {
			continue
		}
		for key, value := range event.Attributes().All() {
			if key != "role" {
				redactValue(value, shapeDocument, 0)
			}
		}
	}
}

// shape is the place of a value in the messages of a document. It decides what of the value
// may be seen.
type shape uint8

const (
	// shapeOpaque shows its size only.
	shapeOpaque shape = iota
	// shapeDocument is a message, an array of them, or an object that holds one under messages.
	shapeDocument
	// shapeMessage keeps the role, ids and, of a tool, the name: a user's name is content. An
	// object without a role is none.
	shapeMessage
	// shapeToolMessage is a message whose role is a tool's.
	shapeToolMessage
	// shapeParts is an array of parts or tool calls.
	shapeParts
	// shapePart keeps the type, the id and the tool.
	shapePart
	// shapeWord is a role, an id or a name; it stays where it is short.
	shapeWord
)

// messageShape is the shape of an object with this role.
func messageShape(role string) shape {
	if role == "tool" || role == "function" {
		return shapeToolMessage
	}
	return shapeMessage
}

// field returns the shape of a field of an object.
func (s shape) field(key string) shape {
	if s == shapePart {
		switch key {
		case "type", "id", "name", "toolName", "toolCallId", "tool_use_id":
			return shapeWord
		case "function":
			return shapePart
		}
		return shapeOpaque
	}
	switch key {
	case "role", "id", "finish_reason", "tool_call_id":
		return shapeWord
	case "name":
		if s == shapeToolMessage {
			return shapeWord
		}
	case "content", "parts", "tool_calls":
		return shapeParts
	}
	return shapeOpaque
}

// element returns the shape of the elements of an array.
func (s shape) element() shape {
	switch s {
	case shapeDocument:
		return shapeMessage
	case shapeParts:
		return shapePart
	}
	return shapeOpaque
}

// maxWord is the length of a role, an id or a name that is no message in disguise.
const maxWord = 128

// redactString returns what is left of a string that is no document.
func (s shape) redactString(text string) string {
	switch {
	case s == shapeWord && len(text) <= maxWord, text == "":
		return text
	}
	return fmt.Sprintf("[%d characters]", utf8.RuneCountInString(text))
}

const redactedNumber = "[number]"

func redactedFields(n int) string { return fmt.Sprintf("[%d fields]", n) }

func redactedItems(n int) string { return fmt.Sprintf("[%d items]", n) }

// redactValue redacts an attribute's value, or a part of a structured one.
func redactValue(value pcommon.Value, s shape, depth int) {
	if depth > jsonread.MaxDepth {
		s = shapeOpaque
	}
	switch value.Type() {
	case pcommon.ValueTypeStr:
		if s == shapeDocument && depth == 0 {
			value.SetStr(redactText(value.Str()))
		} else {
			value.SetStr(s.redactString(value.Str()))
		}
	case pcommon.ValueTypeSlice:
		redactSlice(value, s, depth)
	case pcommon.ValueTypeMap:
		redactMap(value, s, depth)
	case pcommon.ValueTypeBytes:
		value.SetStr(fmt.Sprintf("[%d bytes]", value.Bytes().Len()))
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble:
		value.SetStr(redactedNumber)
	}
}

func redactSlice(value pcommon.Value, s shape, depth int) {
	within := s.element()
	if within == shapeOpaque {
		value.SetStr(redactedItems(value.Slice().Len()))
		return
	}
	for _, element := range value.Slice().All() {
		redactValue(element, within, depth+1)
	}
}

func redactMap(value pcommon.Value, s shape, depth int) {
	fields := value.Map()
	if s == shapeDocument {
		if messages, ok := fields.Get("messages"); ok && messages.Type() == pcommon.ValueTypeSlice {
			redactSlice(messages, shapeDocument, depth+1)
			fields.RemoveIf(func(key string, _ pcommon.Value) bool { return key != "messages" })
			return
		}
		s = shapeMessage
	}
	if s == shapeMessage {
		role, ok := fields.Get("role")
		if !ok || role.Type() != pcommon.ValueTypeStr {
			s = shapeOpaque
		} else {
			s = messageShape(role.Str())
		}
	}
	if s != shapePart && s != shapeMessage && s != shapeToolMessage {
		value.SetStr(redactedFields(fields.Len()))
		return
	}
	for key, field := range fields.All() {
		redactValue(field, s.field(key), depth+1)
	}
}
