package conversation

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// quoted is the one text of one user.
func quoted(text string) string {
	return `[{"role":"user","parts":[{"type":"text","content":` + string(jsonread.AppendQuote(nil, text)) + `}]}]`
}

func TestItemsInTheTextOfAUser(t *testing.T) {
	const items = `[{"role":"user","content":"hi"},{"type":"reasoning","summary":[]},` +
		`{"type":"function_call","call_id":"c1","name":"find","arguments":"{}"},` +
		`{"type":"function_call_output","call_id":"c1","output":"7"},{"role":"assistant","content":"bye"}]`
	read5 := []signals.Message{user("hi"), call("find", "c1", "{}"), result("c1", "7"), assistant("bye")}
	const noItems = `[{"role":"moderator","content":"hi"}]`
	for name, tt := range map[string]struct {
		input    string
		want     []signals.Message
		problems Problems
	}{
		"a list": {quoted(items), read5, Problems{}},
		"a list behind a system message": {
			`[{"role":"system","parts":[{"type":"text","content":"s"}]},` + quoted(items)[1:], read5, Problems{},
		},
		"a turn of its own": {
			quoted(`[{"type":"function_call_output","call_id":"c1","output":"7"}]`), []signals.Message{result("c1", "7")}, Problems{},
		},
		"cut off": {
			quoted(items)[:strings.Index(quoted(items), "bye")+1],
			[]signals.Message{user("hi"), call("find", "c1", "{}"), result("c1", "7"), assistant("b")},
			Problems{TruncatedJSON: 1},
		},
		"another list":               {quoted(noItems), []signals.Message{user(noItems)}, Problems{}},
		"a list with text behind it": {quoted(items + " please"), []signals.Message{user(items + " please")}, Problems{}},
		"a list among messages": {
			quoted(items)[:len(quoted(items))-1] + `,{"role":"user","parts":[]}]`, []signals.Message{user(items)}, Problems{},
		},
		"of the assistant": {strings.Replace(quoted(items), "user", "assistant", 1), []signals.Message{assistant(items)}, Problems{}},
	} {
		t.Run(name, func(t *testing.T) {
			_, messages, problems := read(t, spanWith(t, map[string]any{genAIInput: tt.input}))
			assert.Equal(t, tt.want, messages)
			assert.Equal(t, tt.problems, *problems)
		})
	}
	messages, problems := readWithin(t, 6, spanWith(t, map[string]any{
		genAIInput: quoted(items), genAIOutput: `[{"role":"assistant","parts":[{"type":"text","content":"yes"}]}]`,
	}))
	assert.Equal(t, []signals.Message{assistant("bye"), assistant("yes")}, messages[len(messages)-2:])
	assert.Equal(t, tooLarge, problems)
}

func TestResultsOfUsers(t *testing.T) {
	said := func(role, text string) string {
		return `{"role":"` + role + `","parts":[{"type":"text","content":"` + text + `"}]}`
	}
	called := `{"role":"assistant","parts":[{"type":"text","content":""},{"type":"tool_call","id":"c1","name":"f"}]}`
	for _, tt := range []struct {
		name  string
		input []string
		want  []signals.Role
	}{
		{
			"behind answers without a word",
			[]string{
				said("user", "a"), said("assistant", ""), said("user", "b"), said("user", "c"), said("assistant", "d"), said("user", "e"),
			},
			[]signals.Role{
				signals.RoleUser, signals.RoleAssistant, signals.RoleToolResult, signals.RoleToolResult, signals.RoleAssistant,
				signals.RoleUser,
			},
		},
		{
			"not where calls are written",
			[]string{called, said("assistant", ""), said("user", "b")},
			[]signals.Role{signals.RoleAssistant, signals.RoleToolCall, signals.RoleAssistant, signals.RoleUser},
		},
	} {
		input := "[" + strings.Join(tt.input, ",") + "]"
		_, messages, _ := read(t, spanWith(t, map[string]any{genAIInput: input}))
		require.Len(t, messages, len(tt.want), tt.name)
		for i, role := range tt.want {
			assert.Equal(t, role, messages[i].Role, "%s: %d", tt.name, i)
		}
	}
}

func TestLlamaIndexRecording(t *testing.T) {
	facts, messages, problems := read(t, lastChat(t, recorded(t, "llamaindex-0.12.coding.good.traces.json")))
	assert.Equal(t, "gen_ai", facts.Dialect)
	assert.Zero(t, *problems)
	var want []signals.Message
	for _, m := range coding() {
		if m.CallID = ""; m.Role != signals.RoleToolCall {
			want = append(want, m)
		}
	}
	assert.Equal(t, want, slices.DeleteFunc(messages, func(m signals.Message) bool { return m.Text == "" }))
}

// TestHistoriesThatAreRecognised reads each call of a recording from behind what was read before, and from its beginning.
func TestHistoriesThatAreRecognised(t *testing.T) {
	for _, name := range []string{"llamaindex-0.12", "openllmetry-responses-0.27", "mastra-1.71", "mastra-0.24", "langfuse-openai-5.11"} {
		spans := recorded(t, name+".coding.good.traces.json")
		slices.SortFunc(spans, func(a, b ptrace.Span) int { return cmp.Compare(a.StartTimestamp(), b.StartTimestamp()) })
		r := newReader()
		var lists []Prefix
		var histories [][]signals.Message
		for _, span := range spans {
			facts := r.Scan(span, "app")
			if facts == nil || !facts.HasMessages() {
				continue
			}
			want := slices.Clone(r.Resume(facts, nil).Messages)
			got := r.Resume(facts, lists)
			messages := got.Messages
			if got.Known >= 0 {
				messages = slices.Concat(histories[got.Known], got.Messages)
			}
			require.Equal(t, want, messages, name)
			if got.List.Size > 0 {
				lists, histories = append(lists, got.List), append(histories, want[:got.List.Messages])
			}
		}
		assert.Equal(t, name == "llamaindex-0.12", len(lists) == 0, name) // whose results are told by what stands before them
	}
}
