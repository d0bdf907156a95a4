package jsonl

import (
	"reflect"
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestParse(t *testing.T) {
	call := signals.Message{Role: signals.RoleToolCall, Tool: "get", Arguments: `{"a": 1}`}
	callWithID := call
	callWithID.CallID = "c1"
	user := signals.Message{Role: signals.RoleUser, Text: "hé \"you\""}
	agent := signals.Message{Role: signals.RoleAssistant, Text: "yes"}
	for line, want := range map[string]Conversation{
		`{"id": "x", "messages": [{"from": "system", "value": "s"}, {"from": "human", "value": "h\u00e9 \"you\""},
		{"from": "gpt", "value": "yes"},
		  {"from": "function_call", "value": "{\"name\": \"get\", \"arguments\": \"{\\\"a\\\": 1}\"}"},
		  {"from": "observation", "value": "ok"}]}`: {
			ID: "x", Messages: []signals.Message{user, agent, call, {Role: signals.RoleToolResult, Text: "ok"}},
		},
		`{"id": 7, "messages": [{"role": "developer", "content": "s"}, {"role": "user", "content": [{"type": "text", "text": "hé \"you\""}]},
		  {"role": "assistant", "content": "yes", "tool_calls": [{"id": "c1", "function": {"name": "get", "arguments": "{\"a\": 1}"}}]},
		  {"role": "tool", "tool_call_id": "c1", "content": "ok"}]}`: {
			ID: "7", Messages: []signals.Message{user, agent, callWithID, {Role: signals.RoleToolResult, Text: "ok", CallID: "c1"}},
		},
		`{"messages": [{"from": "function_call", "value": "run it"}]}`: {
			Messages: []signals.Message{{Role: signals.RoleToolCall, Arguments: "run it"}},
		},
		`{"messages": []}`: {},
	} {
		got, err := Parse([]byte(line))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", line, err, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for line, want := range map[string]string{
		`{"id": "x"`:                  "unexpected end of JSON input",
		`{"id": "x"}`:                 `"messages" must be a list`,
		`[]`:                          `"messages" must be a list`,
		`{"id":"x","messages":[1]}`:   "messages[0]: must be an object",
		`{"messages":[{"from":"x"}]}`: `messages[0]: unknown sender "x"`,
		`{"messages":[{"role":"user","content":""},{"role":"x"}]}`: `messages[1]: unknown role "x"`,
		`{"messages":[{"role":"user","content":{}}]}`:              "messages[0]: content: must be a text or a list of parts",
	} {
		c, err := Parse([]byte(line))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", line, err, want)
		}
		if strings.Contains(line, `"x",`) && c.ID != "x" {
			t.Errorf("%s: the id is lost", line)
		}
	}
}

// Nesting costs no stack, wherever a stranger puts it.
func TestParseDeepNesting(t *testing.T) {
	const depth = 9_000
	deep := strings.Repeat("[", depth) + strings.Repeat("]", depth)
	user := `{"role":"user","content":"hi"}`
	for _, line := range []string{
		`{"id":"x","more":` + deep + `,"messages":[` + user + `]}`,
		`{"id":"x","messages":[{"role":"user","content":"hi","more":` + deep + `}]}`,
		`{"id":"x","messages":[{"role":"user","content":["a",{"type":"image","data":` + deep + `},{"text":"hi"}]}]}`,
	} {
		c, err := Parse([]byte(line))
		if err != nil || len(c.Messages) != 1 || c.Messages[0].Text != "hi" {
			t.Errorf("%.60s: %v, %d messages", line, err, len(c.Messages))
		}
	}
	if _, err := Parse([]byte(`{"more":` + strings.Repeat("[", 64<<20))); err == nil {
		t.Error("64 MiB of brackets must be refused")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"id":1,"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"x"}}]}]}`))
	f.Add([]byte(`{"messages":[{"from":"function_call","value":"{}"}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		c, err := Parse(line)
		if err == nil && c.Messages == nil && !strings.Contains(string(line), "messages") {
			t.Error("no messages and no error")
		}
	})
}
