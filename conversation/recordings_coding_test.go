package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// coding is what a coding agent and its user said that does well.
func coding() []signals.Message {
	return []signals.Message{
		user(`parse_date in src/dates.py crashes on "2024-02-30". It should return None there. Keep the public API unchanged.`),
		call("read_file", "call_a1", `{"path":"src/dates.py"}`),
		call("run_tests", "call_a2", `{"path":"tests/test_dates.py","verbose":true}`),
		result("call_a1", "def parse_date(value):\n    if not isinstance(value, str):\n        raise TypeError(\"value must be a string\")\n"+
			"    return date(*map(int, value.split(\"-\")))\n"),
		result("call_a2", "12 passed in 0.41s, 0 warnings\nexit code 0"),
		call("edit_file", "call_b1", `{"path":"src/dates.py","text":"def parse_date(value): ..."}`),
		result("call_b1", "edited src/dates.py: 1 hunk applied"),
		call("run_tests", "call_c1", `{"path":"tests/test_dates.py","verbose":true}`),
		result("call_c1", "12 passed in 0.39s\nexit code 0"),
		assistant("parse_date now returns None for impossible days. Its signature is the same and all 12 tests pass."),
		user("Perfect, all tests pass now. Thank you!"),
		assistant("Glad to help."),
	}
}

// codingTools are the tools of its calls.
var codingTools = map[string]string{"call_a1": "read_file", "call_a2": "run_tests", "call_b1": "edit_file", "call_c1": "run_tests"}

func TestRecordingsOfACodingAgent(t *testing.T) {
	for _, tt := range []struct{ file, dialect string }{
		{"openinference-agents-0.2.coding.good", "openinference"},
		{"openinference-agents-chat-0.2.coding.good", "openinference"},
		{"openinference-anthropic-0.2.coding.good", "openinference"},
		{"openinference-langchain-3.4.coding.good", "openinference"},
		{"openinference-langchain-4.1.coding.good", "openinference"},
		{"openinference-openai-2.3.coding.good", "openinference"},
		{"openinference-openai-4.2.coding.good", "openinference"},
		{"openinference-responses-4.2.coding.good", "openinference"},
		{"openinference-vercel-2.8.coding.good", "openinference"},
		{"openinference-vercel-3.2.coding.good", "openinference"},
		{"langfuse-langchain-4.2.coding.good", "langfuse"},
		{"langfuse-langchain-5.11.coding.good", "langfuse"},
		{"langfuse-openai-4.0.coding.good", "langfuse"},
		{"langfuse-openai-5.11.coding.good", "langfuse"},
		{"langfuse-responses-5.11.coding.good", "langfuse"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			facts, messages, problems := read(t, lastChat(t, recorded(t, tt.file+".traces.json")))
			assert.Equal(t, tt.dialect, facts.Dialect)
			assert.Equal(t, spankind.Chat, facts.Kind)
			assert.Zero(t, *problems)
			want := coding()
			require.Len(t, messages, len(want))
			for i := range messages {
				if messages[i].Role == signals.RoleToolResult {
					messages[i].Tool = "" // some name the tool, some the call, some both
					if messages[i].CallID == "" {
						want[i].CallID = ""
					}
				}
			}
			assert.Equal(t, want, messages)
		})
	}
}

func TestAroundModelCallsNothingIsAChat(t *testing.T) {
	for _, file := range []string{
		"openinference-agents-0.2", "openinference-vercel-3.2", "langfuse-langchain-4.2", "langfuse-openai-5.11",
	} {
		chats := 0
		for _, span := range recorded(t, file+".coding.good.traces.json") {
			if facts := newReader().Scan(span, "app"); facts != nil && facts.HasMessages() && facts.Kind == spankind.Chat {
				chats++
			}
		}
		assert.Equal(t, 5, chats, file)
	}
}
