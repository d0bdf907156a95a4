// Package jsonl reads conversations from JSON lines, in the form of trajectories
// ({"id","messages":[{"from","value"}]}) or of OpenAI's API
// ({"messages":[{"role","content","tool_calls"}]}).
package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Conversation is one line.
type Conversation struct {
	// ID is the text of the field "id", empty where there is none.
	ID       string
	Messages []signals.Message
}

var errNoMessages = errors.New(`"messages" must be a list`)

// Parse reads one line. Of a line that is JSON the id is returned even with an error. The
// messages keep the line's text in memory.
func Parse(line []byte) (Conversation, error) {
	var c Conversation
	if !gjson.ValidBytes(line) {
		var value any
		return c, json.Unmarshal(line, &value) // says where the line is wrong
	}
	var messages gjson.Result
	gjson.ParseBytes(line).ForEach(func(key, value gjson.Result) bool {
		switch key.Str {
		case "id":
			c.ID = textOf(value)
		case "messages":
			messages = value
		}
		return true
	})
	if !messages.IsArray() {
		return c, errNoMessages
	}
	var err error
	index := 0
	messages.ForEach(func(_, value gjson.Result) bool {
		if c.Messages, err = appendMessage(c.Messages, value); err != nil {
			err = fmt.Errorf("messages[%d]: %w", index, err)
		}
		index++
		return err == nil
	})
	return c, err
}

// textOf returns a string's content and any other value as it is written; null is empty.
func textOf(value gjson.Result) string {
	switch value.Type {
	case gjson.String:
		return value.Str
	case gjson.Null:
		return ""
	}
	return value.Raw
}

// wireMessage is a message of either form.
type wireMessage struct {
	from, role       string
	value            string
	content, calls   gjson.Result
	callID, toolName string
}

func appendMessage(to []signals.Message, raw gjson.Result) ([]signals.Message, error) {
	if !raw.IsObject() {
		return to, errors.New("must be an object")
	}
	var m wireMessage
	raw.ForEach(func(key, value gjson.Result) bool {
		switch key.Str {
		case "from":
			m.from = value.Str
		case "value":
			m.value = textOf(value)
		case "role":
			m.role = value.Str
		case "content":
			m.content = value
		case "tool_calls":
			m.calls = value
		case "tool_call_id":
			m.callID = value.Str
		case "name":
			m.toolName = value.Str
		}
		return true
	})
	switch m.from {
	case "human":
		return append(to, signals.Message{Role: signals.RoleUser, Text: m.value}), nil
	case "gpt":
		return append(to, signals.Message{Role: signals.RoleAssistant, Text: m.value}), nil
	case "function_call":
		return append(to, callOf(m.value)), nil
	case "observation":
		return append(to, signals.Message{Role: signals.RoleToolResult, Text: m.value}), nil
	case "system":
		return to, nil
	case "":
		return appendOpenAI(to, &m)
	}
	return to, fmt.Errorf("unknown sender %q", m.from)
}

// callOf reads {"name", "arguments"}; other text is a call of a tool without a name.
func callOf(text string) signals.Message {
	if gjson.Valid(text) {
		if m := functionOf(gjson.Parse(text)); m.Tool != "" {
			return m
		}
	}
	return signals.Message{Role: signals.RoleToolCall, Arguments: text}
}

func functionOf(function gjson.Result) signals.Message {
	m := signals.Message{Role: signals.RoleToolCall}
	function.ForEach(func(key, value gjson.Result) bool {
		switch key.Str {
		case "name":
			m.Tool = value.Str
		case "arguments":
			m.Arguments = textOf(value)
		}
		return true
	})
	return m
}

func appendOpenAI(to []signals.Message, m *wireMessage) ([]signals.Message, error) {
	text, err := contentOf(m.content)
	if err != nil {
		return to, err
	}
	switch m.role {
	case "user":
		return append(to, signals.Message{Role: signals.RoleUser, Text: text}), nil
	case "assistant":
		if text != "" || !m.calls.IsArray() {
			to = append(to, signals.Message{Role: signals.RoleAssistant, Text: text})
		}
		m.calls.ForEach(func(_, call gjson.Result) bool {
			if m.calls.IsArray() {
				message := functionOf(call.Get("function"))
				message.CallID = call.Get("id").String()
				to = append(to, message)
			}
			return true
		})
		return to, nil
	case "tool", "function":
		return append(to, signals.Message{Role: signals.RoleToolResult, Text: text, CallID: m.callID, Tool: m.toolName}), nil
	case "system", "developer":
		return to, nil
	}
	return to, fmt.Errorf("unknown role %q", m.role)
}

// contentOf reads a text, or the text parts of a list.
func contentOf(content gjson.Result) (string, error) {
	switch {
	case content.Type == gjson.String:
		return content.Str, nil
	case content.Type == gjson.Null:
		return "", nil
	case !content.IsArray():
		return "", errors.New("content: must be a text or a list of parts")
	}
	var texts []string
	content.ForEach(func(_, part gjson.Result) bool {
		if text := part.Get("text"); text.Type == gjson.String {
			texts = append(texts, text.Str)
		}
		return true
	})
	return strings.Join(texts, "\n"), nil
}
