package conversation

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

func lengthOf(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("[%d characters]", utf8.RuneCountInString(text))
}

func hasRepeatedKeys(text string) bool {
	decoder := json.NewDecoder(strings.NewReader(text))
	var open []map[string]bool
	keyNext := []bool{}
	for {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		last := len(open) - 1
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{', '[':
				if last >= 0 && open[last] != nil {
					keyNext[last] = true
				}
				if open = append(open, nil); token == '{' {
					open[last+1] = map[string]bool{}
				}
				keyNext = append(keyNext, true)
			default:
				open, keyNext = open[:last], keyNext[:last]
			}
			continue
		case string:
			if last >= 0 && open[last] != nil && keyNext[last] {
				if open[last][token] {
					return true
				}
				open[last][token] = true
				keyNext[last] = false
				continue
			}
		}
		if last >= 0 {
			keyNext[last] = true
		}
	}
}

// redactTree is the redaction of a whole document at once.
func redactTree(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = redactTreeMessage(v[i])
		}
		return v
	case map[string]any:
		if messages, ok := v["messages"].([]any); ok {
			return map[string]any{"messages": redactTree(messages)}
		}
	}
	return redactTreeMessage(value)
}

func redactTreeMessage(value any) any {
	message, ok := value.(map[string]any)
	role, isMessage := message["role"].(string)
	if !ok || !isMessage {
		return opaque(value)
	}
	for key, field := range message {
		switch key {
		case "role":
			message[key] = wordOf(formRole, field)
		case "id", "tool_call_id":
			message[key] = wordOf(formID, field)
		case "finish_reason":
			message[key] = wordOf(formFinishReason, field)
		case "name":
			if role != "tool" && role != "function" {
				message[key] = opaque(field)
			} else {
				message[key] = wordOf(formToolName, field)
			}
		case "refusal", "reasoning", "function_call":
			message[key] = opaque(field)
		case "content", "parts", "tool_calls":
			parts, ok := field.([]any)
			if !ok {
				message[key] = opaque(field)
				continue
			}
			for i := range parts {
				parts[i] = redactTreePart(parts[i])
			}
		default:
			delete(message, key)
		}
	}
	return message
}

func redactTreePart(value any) any {
	part, ok := value.(map[string]any)
	if !ok {
		return opaque(value)
	}
	for key, field := range part {
		switch key {
		case "type":
			part[key] = wordOf(formPartType, field)
		case "id", "call_id", "tool_call_id", "tool_use_id", "toolCallId":
			part[key] = wordOf(formID, field)
		case "name", "toolName":
			part[key] = wordOf(formToolName, field)
		case "function":
			part[key] = redactTreePart(field)
		case "text", "content", "arguments", "args", "input", "output", "result", "response", "refusal", "is_error", "isError":
			part[key] = opaque(field)
		default:
			delete(part, key)
		}
	}
	return part
}

func wordOf(form wordForm, value any) any {
	if text, ok := value.(string); ok && (text == "" || form.accepts(text)) {
		return text
	}
	return opaque(value)
}

func opaque(value any) any {
	switch v := value.(type) {
	case string:
		return lengthOf(v)
	case []any:
		return fmt.Sprintf("[%d items]", len(v))
	case map[string]any:
		return fmt.Sprintf("[%d fields]", len(v))
	case bool, nil:
		return v
	}
	return "[number]"
}
