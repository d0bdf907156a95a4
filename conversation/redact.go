package conversation

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// RedactContent replaces what was said by its length in characters. Roles, ids and the
// names of tools stay.
func RedactContent(span ptrace.Span) {
	toolCall := isToolCall(span)
	for key, value := range span.Attributes().All() {
		if isContent(key, toolCall) && !isPublicIndexed(key) {
			redactValue(value)
		}
	}
	for _, event := range span.Events().All() {
		if contentEvents[event.Name()] {
			for key, value := range event.Attributes().All() {
				if key != "role" {
					redactValue(value)
				}
			}
		}
	}
}

// isPublicIndexed tells gen_ai.prompt.0.role and the like.
func isPublicIndexed(key string) bool {
	for _, prefix := range contentPrefixes {
		if strings.HasPrefix(key, prefix) {
			field := key[strings.LastIndexByte(key, '.')+1:]
			return field == "role" || field == "finish_reason" || field == "id" || field == "tool_call_id" ||
				field == "name" && strings.Contains(key, "tool_call")
		}
	}
	return false
}

// redactValue keeps the shape of messages; anything else is content from end to end.
func redactValue(value pcommon.Value) {
	raw := value.AsRaw()
	if text, ok := raw.(string); ok {
		value.SetStr(redactText(text))
		return
	}
	// A value made of what AsRaw returned can always be set.
	if err := value.FromRaw(redactMessages(raw)); err != nil {
		value.SetStr("")
	}
}

func redactText(text string) string {
	trimmed := strings.TrimSpace(text)
	if !strings.HasPrefix(trimmed, "[") && !strings.HasPrefix(trimmed, "{") {
		return lengthOf(text)
	}
	var document any
	if json.Unmarshal([]byte(text), &document) != nil {
		return lengthOf(text)
	}
	redacted := redactMessages(document)
	if text, ok := redacted.(string); ok {
		return text
	}
	// What came from JSON can be written as JSON.
	encoded, err := json.Marshal(redacted)
	if err != nil {
		return lengthOf(text)
	}
	return string(encoded)
}

// redactMessages takes a message, an array of them, or an object that holds one under
// messages.
func redactMessages(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = redactMessage(v[i])
		}
		return v
	case map[string]any:
		if messages, ok := v["messages"].([]any); ok {
			return map[string]any{"messages": redactMessages(messages)}
		}
	}
	return redactMessage(value)
}

// redactMessage keeps role, ids and, of a tool, the name: a user's name is content.
func redactMessage(value any) any {
	message, ok := value.(map[string]any)
	role, isMessage := message["role"].(string)
	if !ok || !isMessage {
		return opaque(value)
	}
	for key, field := range message {
		switch key {
		case "role", "id", "finish_reason", "tool_call_id":
			message[key] = shortWord(field)
		case "name":
			if role != "tool" && role != "function" {
				message[key] = opaque(field)
			}
		case "content", "parts", "tool_calls":
			message[key] = redactParts(field)
		default:
			message[key] = opaque(field)
		}
	}
	return message
}

// redactParts keeps the type, the id and the tool of each part or call.
func redactParts(value any) any {
	parts, ok := value.([]any)
	if !ok {
		return opaque(value)
	}
	for i := range parts {
		parts[i] = redactPart(parts[i])
	}
	return parts
}

func redactPart(value any) any {
	part, ok := value.(map[string]any)
	if !ok {
		return opaque(value)
	}
	for key, field := range part {
		switch key {
		case "type", "id", "name", "toolName", "toolCallId", "tool_use_id":
			part[key] = shortWord(field)
		case "function":
			part[key] = redactPart(field)
		default:
			part[key] = opaque(field)
		}
	}
	return part
}

// maxWord is the length of a role, an id or a name that is no message in disguise.
const maxWord = 128

func shortWord(value any) any {
	if text, ok := value.(string); ok && len(text) <= maxWord {
		return text
	}
	return opaque(value)
}

// opaque says how much there was.
func opaque(value any) any {
	switch v := value.(type) {
	case string:
		return lengthOf(v)
	case []any:
		return fmt.Sprintf("[%d items]", len(v))
	case map[string]any:
		return fmt.Sprintf("[%d fields]", len(v))
	case []byte:
		return fmt.Sprintf("[%d bytes]", len(v))
	case bool, nil:
		return v
	}
	return "[number]"
}

func lengthOf(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("[%d characters]", utf8.RuneCountInString(text))
}
