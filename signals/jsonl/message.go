package jsonl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// wireMessage is a message of either form. Content and calls are JSON as it stands.
type wireMessage struct {
	from, role       string
	value            string
	content, calls   string
	callID, toolName string
}

// appendMessage reads the next message.
func appendMessage(to []signals.Message, r *jsonread.Reader) ([]signals.Message, error) {
	if kind, err := r.Kind(); err != nil || kind != jsonread.Object {
		return to, errors.New("must be an object")
	}
	var m wireMessage
	err := r.Object(func(key string) (err error) {
		switch key {
		case "from":
			m.from, err = stringOf(r)
		case "value":
			m.value, err = r.TextOrRaw()
		case "role":
			m.role, err = stringOf(r)
		case "content":
			m.content, err = r.Raw()
		case "tool_calls":
			m.calls, err = r.Raw()
		case "tool_call_id":
			m.callID, err = stringOf(r)
		case "name":
			m.toolName, err = stringOf(r)
		default:
			_, err = r.Raw()
		}
		return err
	})
	if err != nil {
		return to, err
	}
	switch m.from {
	case "human":
		return append(to, signals.Message{Role: signals.RoleUser, Text: m.value}), nil
	case "gpt":
		return append(to, signals.Message{Role: signals.RoleAssistant, Text: m.value}), nil
	case "function_call":
		call, err := callOf(m.value)
		return append(to, call), err
	case "observation":
		return append(to, signals.Message{Role: signals.RoleToolResult, Text: m.value}), nil
	case "system":
		return to, nil
	case "":
		return appendOpenAI(to, &m)
	}
	return to, fmt.Errorf("unknown sender %q", m.from)
}

// stringOf reads a string; any other value is passed over and empty.
func stringOf(r *jsonread.Reader) (string, error) {
	kind, err := r.Kind()
	if err != nil {
		return "", err
	}
	if kind == jsonread.String {
		return r.Text()
	}
	_, err = r.Raw()
	return "", err
}

// callOf reads {"name", "arguments"}; other text is a call of a tool without a name.
func callOf(text string) (signals.Message, error) {
	if jsonread.Valid(text) {
		r := jsonread.New(text)
		if m, err := functionOf(&r); err != nil || m.Tool != "" {
			return m, err
		}
	}
	return signals.Message{Role: signals.RoleToolCall, Arguments: text}, nil
}

// functionOf reads {"name", "arguments"}; any other value is passed over.
func functionOf(r *jsonread.Reader) (signals.Message, error) {
	m := signals.Message{Role: signals.RoleToolCall}
	err := fields(r, func(key string) (err error) {
		switch key {
		case "name":
			m.Tool, err = stringOf(r)
		case "arguments":
			m.Arguments, err = r.TextOrRaw()
		default:
			_, err = r.Raw()
		}
		return err
	})
	return m, err
}

// fields reads an object; any other value is passed over.
func fields(r *jsonread.Reader, field func(key string) error) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if kind == jsonread.Object {
		return r.Object(field)
	}
	_, err = r.Raw()
	return err
}

func appendOpenAI(to []signals.Message, m *wireMessage) ([]signals.Message, error) {
	text, err := contentOf(m.content)
	if err != nil {
		return to, fmt.Errorf("content: %w", err)
	}
	switch m.role {
	case "user":
		return append(to, signals.Message{Role: signals.RoleUser, Text: text}), nil
	case "assistant":
		hasCalls := strings.HasPrefix(m.calls, "[")
		if text != "" || !hasCalls {
			to = append(to, signals.Message{Role: signals.RoleAssistant, Text: text})
		}
		if hasCalls {
			return appendCalls(to, m.calls)
		}
		return to, nil
	case "tool", "function":
		return append(to, signals.Message{Role: signals.RoleToolResult, Text: text, CallID: m.callID, Tool: m.toolName}), nil
	case "system", "developer":
		return to, nil
	}
	return to, fmt.Errorf("unknown role %q", m.role)
}

// appendCalls reads [{"id", "function": {"name", "arguments"}}].
func appendCalls(to []signals.Message, calls string) ([]signals.Message, error) {
	r := jsonread.New(calls)
	err := r.Array(func() error {
		m := signals.Message{Role: signals.RoleToolCall}
		id := ""
		err := fields(&r, func(key string) (err error) {
			switch key {
			case "id":
				id, err = r.TextOrRaw()
			case "function":
				m, err = functionOf(&r)
			default:
				_, err = r.Raw()
			}
			return err
		})
		m.CallID = id
		to = append(to, m)
		return err
	})
	return to, err
}

// contentOf reads a text, or the text parts of a list.
func contentOf(content string) (string, error) {
	if content == "" || content == "null" {
		return "", nil
	}
	r := jsonread.New(content)
	kind, err := r.Kind()
	switch {
	case err != nil:
		return "", err
	case kind == jsonread.String:
		return r.Text()
	case kind != jsonread.Array:
		return "", errors.New("must be a text or a list of parts")
	}
	var texts []string
	err = r.Array(func() error {
		return fields(&r, func(key string) error {
			if kind, err := r.Kind(); err != nil || key != "text" || kind != jsonread.String {
				_, err = r.Raw()
				return err
			}
			text, err := r.Text()
			texts = append(texts, text)
			return err
		})
	})
	return strings.Join(texts, "\n"), err
}
