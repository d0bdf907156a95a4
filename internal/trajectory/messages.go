package trajectory

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// maxObservation is how much of a tool's result is kept.
const maxObservation = 6 << 10

// Parts of messages by the conventions.
type (
	textPart struct {
		Type    string `json:"type"`
		Content string `json:"content"`
	}
	callPart struct {
		Type      string          `json:"type"`
		ID        string          `json:"id"`
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	}
	resultPart struct {
		Type     string `json:"type"`
		ID       string `json:"id"`
		Response string `json:"response"`
	}
	saidMessage struct {
		Role   string `json:"role"`
		Parts  []any  `json:"parts"`
		Finish string `json:"finish_reason,omitempty"`
	}
)

func said(role, text string) saidMessage {
	return saidMessage{Role: role, Parts: []any{textPart{"text", text}}}
}

func result(id, text string) saidMessage {
	return saidMessage{Role: "tool", Parts: []any{resultPart{"tool_call_response", id, text}}}
}

// output is what a model answers: a text, calls, or both.
func output(text string, calls []call) saidMessage {
	m := saidMessage{Role: "assistant", Finish: "stop"}
	if text != "" {
		m.Parts = append(m.Parts, textPart{"text", text})
	}
	for _, c := range calls {
		m.Finish = "tool_call"
		m.Parts = append(m.Parts, callPart{"tool_call", c.id, c.name, c.arguments})
	}
	return m
}

// history is what a model is sent, as JSON that grows.
type history struct{ text bytes.Buffer }

func (h *history) add(m saidMessage) {
	m.Finish = ""
	if h.text.Len() > 0 {
		h.text.WriteByte(',')
	}
	h.text.Write(encoded(m))
}

func (h *history) String() string { return "[" + h.text.String() + "]" }

// encoded writes values that have no way to fail.
func encoded(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return []byte("null")
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// definitions tells of the tools that a dialog calls, with the parameters that it gives.
func definitions(d Dialog) string {
	type schema struct {
		Type       string                       `json:"type"`
		Properties map[string]map[string]string `json:"properties"`
	}
	type tool struct {
		Type        string `json:"type"`
		Name        string `json:"name"`
		Description string `json:"description"`
		Parameters  schema `json:"parameters"`
	}
	var tools []*tool
	for _, m := range d.Messages {
		if m.From != Call {
			continue
		}
		c := readCall(m.Value, "")
		i := slices.IndexFunc(tools, func(t *tool) bool { return t.Name == c.name })
		if i < 0 {
			i = len(tools)
			words := strings.ReplaceAll(c.name, "_", " ")
			parameters := schema{"object", make(map[string]map[string]string)}
			tools = append(tools, &tool{"function", c.name, "Does this for the user: " + words + ".", parameters})
		}
		var given map[string]any
		if json.Unmarshal(c.arguments, &given) != nil {
			continue
		}
		for key, value := range given {
			tools[i].Parameters.Properties[key] = map[string]string{"type": typeOf(value)}
		}
	}
	if len(tools) == 0 {
		return ""
	}
	return string(encoded(tools))
}

func typeOf(value any) string {
	switch value.(type) {
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "string"
}
