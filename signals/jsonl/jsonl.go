// Package jsonl reads conversations from JSON lines, in the form of trajectories
// ({"id","messages":[{"from","value"}]}) or of OpenAI's API
// ({"messages":[{"role","content","tool_calls"}]}).
package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Conversation is one line.
type Conversation struct {
	ID       string
	Messages []signals.Message
}

type wireConversation struct {
	ID       json.RawMessage `json:"id"`
	Messages []wireMessage   `json:"messages"`
}

type wireMessage struct {
	From       string          `json:"from"`
	Value      string          `json:"value"`
	Role       string          `json:"role"`
	Content    json.RawMessage `json:"content"`
	ToolCalls  []wireToolCall  `json:"tool_calls"`
	ToolCallID string          `json:"tool_call_id"`
	Name       string          `json:"name"`
}

type wireToolCall struct {
	ID       string   `json:"id"`
	Function wireCall `json:"function"`
}

type wireCall struct {
	Name      string          `json:"name"`
	Arguments json.RawMessage `json:"arguments"`
}

var errNoMessages = errors.New(`no "messages"`)

// Parse reads one line. The id of a line that holds one is returned with the error.
func Parse(line []byte) (Conversation, error) {
	var wire wireConversation
	if err := json.Unmarshal(line, &wire); err != nil {
		return Conversation{ID: idOf(wire.ID)}, err
	}
	c := Conversation{ID: idOf(wire.ID)}
	if wire.Messages == nil {
		return c, errNoMessages
	}
	c.Messages = make([]signals.Message, 0, len(wire.Messages)+4)
	for i := range wire.Messages {
		var err error
		if c.Messages, err = appendMessage(c.Messages, &wire.Messages[i]); err != nil {
			return c, fmt.Errorf("messages[%d]: %w", i, err)
		}
	}
	return c, nil
}

func idOf(raw json.RawMessage) string {
	var id string
	if json.Unmarshal(raw, &id) == nil {
		return id
	}
	return string(raw)
}

func appendMessage(to []signals.Message, m *wireMessage) ([]signals.Message, error) {
	switch m.From {
	case "human":
		return append(to, signals.Message{Role: signals.RoleUser, Text: m.Value}), nil
	case "gpt":
		return append(to, signals.Message{Role: signals.RoleAssistant, Text: m.Value}), nil
	case "function_call":
		return append(to, callOf(m.Value)), nil
	case "observation":
		return append(to, signals.Message{Role: signals.RoleToolResult, Text: m.Value}), nil
	case "":
		return appendOpenAI(to, m)
	case "system":
		return to, nil
	}
	return to, fmt.Errorf("unknown sender %q", m.From)
}

// callOf reads {"name", "arguments"}; other text is a call of a tool without a name.
func callOf(text string) signals.Message {
	m := signals.Message{Role: signals.RoleToolCall, Arguments: text}
	var call wireCall
	if json.Unmarshal([]byte(text), &call) == nil && call.Name != "" {
		m.Tool, m.Arguments = call.Name, argumentsOf(call.Arguments)
	}
	return m
}

// argumentsOf reads arguments that are JSON, or a string of JSON.
func argumentsOf(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

func appendOpenAI(to []signals.Message, m *wireMessage) ([]signals.Message, error) {
	text, err := contentOf(m.Content)
	if err != nil {
		return to, fmt.Errorf("content: %w", err)
	}
	switch m.Role {
	case "user":
		return append(to, signals.Message{Role: signals.RoleUser, Text: text}), nil
	case "assistant":
		if text != "" || len(m.ToolCalls) == 0 {
			to = append(to, signals.Message{Role: signals.RoleAssistant, Text: text})
		}
		for _, call := range m.ToolCalls {
			to = append(to, signals.Message{
				Role: signals.RoleToolCall, Tool: call.Function.Name, CallID: call.ID,
				Arguments: argumentsOf(call.Function.Arguments),
			})
		}
		return to, nil
	case "tool", "function":
		return append(to, signals.Message{Role: signals.RoleToolResult, Text: text, CallID: m.ToolCallID, Tool: m.Name}), nil
	case "system", "developer":
		return to, nil
	}
	return to, fmt.Errorf("unknown role %q", m.Role)
}

// contentOf reads a text, or the text parts of a list.
func contentOf(raw json.RawMessage) (string, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return "", nil
	}
	if raw[0] == '"' {
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err
	}
	var parts []struct {
		Text string `json:"text"`
	}
	if err := json.Unmarshal(raw, &parts); err != nil {
		return "", err
	}
	texts := make([]string, 0, len(parts))
	for _, p := range parts {
		if p.Text != "" {
			texts = append(texts, p.Text)
		}
	}
	return strings.Join(texts, "\n"), nil
}
