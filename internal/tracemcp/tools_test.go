package tracemcp

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

func TestToolsDescribeThemselves(t *testing.T) {
	listed, err := fake(t).session.ListTools(t.Context(), nil)
	require.NoError(t, err)
	var called []string
	for _, tool := range listed.Tools {
		called = append(called, tool.Name)
		assert.True(t, tool.Annotations.ReadOnlyHint, tool.Name)
		assert.False(t, *tool.Annotations.OpenWorldHint, tool.Name)
		assert.NotEmpty(t, tool.Description, tool.Name)
		schema, ok := tool.InputSchema.(map[string]any)
		require.True(t, ok)
		properties, ok := schema["properties"].(map[string]any)
		require.True(t, ok)
		for key, property := range properties {
			assert.NotEmpty(t, property.(map[string]any)["description"], "%s of %s", key, tool.Name)
		}
	}
	assert.ElementsMatch(t, []string{
		"issues", "worst_conversations", "get_conversation", "get_trace", "search", "compare", "trends", "status",
	}, called)
}

func TestSearchIsExplainedByItsOwnFields(t *testing.T) {
	assert.Contains(t, searchDescription(), "signal:escalation")
	assert.Contains(t, searchDescription(), "since:2h")
}

// TestAnswersAreBounded asks everything of conversations that are large, long and hostile.
func TestAnswersAreBounded(t *testing.T) {
	store := fakestore.New(noon)
	a := asking(t, store)
	big, err := store.Conversation(t.Context(), fakestore.BigTrace)
	require.NoError(t, err)
	calls := []mcp.CallToolParams{
		{Name: "status"},
		{Name: "issues"},
		{Name: "worst_conversations"},
		{Name: "trends"},
		{Name: "get_trace", Arguments: map[string]any{"id": big.TraceList[0].TraceID}},
		{Name: "get_trace", Arguments: map[string]any{"id": big.TraceList[0].TraceID, "full": true}},
		{Name: "search", Arguments: map[string]any{"query": "a"}},
		{Name: "compare", Arguments: map[string]any{"a": "service:shop", "b": "service:support-bot"}},
	}
	for _, by := range []string{"service", "tool", "signal", "model"} {
		calls = append(calls, mcp.CallToolParams{Name: "issues", Arguments: map[string]any{"by": by}})
	}
	for _, id := range []string{fakestore.Hostile, fakestore.LongMessage, fakestore.ManyMessages, fakestore.NoContent, fakestore.Loops} {
		for _, full := range []bool{false, true} {
			calls = append(calls, mcp.CallToolParams{Name: "get_conversation", Arguments: map[string]any{"id": id, "full": full}})
		}
	}
	for _, call := range calls {
		arguments := map[string]any{"max_bytes": 0}
		if given, ok := call.Arguments.(map[string]any); ok {
			arguments = given
		}
		for asked, limit := range map[int]int{0: 4000, 1: 1000, 20_000: 20_000, 1 << 30: 20_000} {
			arguments["max_bytes"] = asked
			text := a.ask(call.Name, arguments)
			assert.LessOrEqual(t, len(text), limit, "%s %v", call.Name, arguments)
			assert.NotEmpty(t, text)
		}
	}
}

func TestStrangersTextStaysData(t *testing.T) {
	a := fake(t)
	for _, full := range []bool{false, true} {
		text := a.ask("get_conversation", map[string]any{"id": fakestore.Hostile, "full": full, "max_bytes": 20_000})
		assert.True(t, strings.HasPrefix(text, dataNotice))
		for _, r := range text {
			assert.False(t, r != '\n' && r != '⟦' && r != '⟧' && unseen(r), "%U", r)
		}
		assert.Equal(t, strings.Count(text, "⟦"), strings.Count(text, "⟧"))
	}
}

func TestPagesOfAList(t *testing.T) {
	a := fake(t)
	seen := make(map[string]bool)
	arguments := map[string]any{"limit": 50}
	for range 50 {
		text := a.ask("worst_conversations", arguments)
		for line := range strings.Lines(text) {
			id, _, _ := strings.Cut(line, " ")
			if _, err := conversationID(id); err == nil {
				assert.False(t, seen[id], "%s is there twice", id)
				seen[id] = true
			}
		}
		_, cursor, more := strings.Cut(text, "cursor=")
		if !more {
			break
		}
		arguments["cursor"], _, _ = strings.Cut(cursor, ";")
	}
	assert.Len(t, seen, 42)
}

func TestMessagesOnRequest(t *testing.T) {
	a := fake(t)
	text := a.ask("get_conversation", map[string]any{"id": fakestore.ManyMessages, "messages": "9990-9994"})
	for i := 9990; i <= 9994; i++ {
		lineWith(t, text, fmt.Sprintf("[%d] ", i))
	}
	assert.NotContains(t, text, "[9995] ")

	long := a.ask("get_conversation", map[string]any{"id": fakestore.LongMessage, "messages": "0", "full": true, "max_bytes": 20_000})
	short := a.ask("get_conversation", map[string]any{"id": fakestore.LongMessage, "messages": "0"})
	assert.Greater(t, len(long), 5*len(short))
}

func TestWholeTextThatFits(t *testing.T) {
	text := strings.Repeat("all of this is wanted. ", 600)
	store := storeWith{Store: fakestore.New(noon), messages: []traceapi.Message{{Role: traceapi.RoleUser, Text: text}}}
	a := asking(t, store)
	shown := a.ask("get_conversation", map[string]any{"id": fakestore.Happy, "messages": "0", "full": true, "max_bytes": 20_000})
	assert.Contains(t, shown, text)
}

func TestPrompt(t *testing.T) {
	result, err := fake(t).session.GetPrompt(t.Context(), &mcp.GetPromptParams{
		Name: "why_unhappy", Arguments: map[string]string{"since": "yesterday", "search": "service:shop"},
	})
	require.NoError(t, err)
	require.Len(t, result.Messages, 1)
	text := result.Messages[0].Content.(*mcp.TextContent).Text
	assert.Contains(t, text, `since "yesterday"`)
	assert.Contains(t, text, "service:shop")
}

func TestErrorsSayHowToDoItRight(t *testing.T) {
	store := fakestore.New(noon)
	for _, test := range []struct {
		tool      string
		arguments map[string]any
		err       error
		want      string
	}{
		{tool: "search", arguments: map[string]any{"q": "x"}, want: "search takes query, order, since"},
		{tool: "search", arguments: map[string]any{"query": " "}, want: "query: must not be empty"},
		{tool: "search", arguments: map[string]any{"query": "x", "order": "best"}, want: "order: must be newest or worst"},
		{tool: "search", arguments: map[string]any{"query": "x", "since": "soon"}, want: `since: ⟦soon⟧ is no time; write "2h"`},
		{tool: "search", arguments: map[string]any{"query": "x", "since": "1h", "until": "2h"}, want: "since: ⟦1h⟧ is not before until"},
		{tool: "search", arguments: map[string]any{"query": "x"}, err: traceapi.ErrBusy, want: "call again in a second"},
		{tool: "search", arguments: map[string]any{"query": "x"}, err: context.DeadlineExceeded, want: "took too long: narrow it with since"},
		{
			tool: "search", arguments: map[string]any{"query": "x"}, err: fmt.Errorf("%w: what:x: no such field", traceapi.ErrInvalid),
			want: `what:x: no such field; an example: quality:severe`,
		},
		{tool: "trends", arguments: map[string]any{"by": "colour"}, want: "by: must be one of quality, signal"},
		{tool: "issues", arguments: map[string]any{"by": "colour"}, want: "by: must be shape, service, tool"},
		{tool: "get_conversation", arguments: map[string]any{"id": "a5"}, want: "id: must be 16 hexadecimal digits"},
		{tool: "get_conversation", arguments: map[string]any{"id": "ffffffffffffffff"}, want: "no such conversation"},
		{
			tool: "get_conversation", arguments: map[string]any{"id": fakestore.Happy, "messages": "3-1"},
			want: `messages: must be an index such as "7"`,
		},
		{
			tool: "get_conversation", arguments: map[string]any{"id": fakestore.Happy, "messages": "700"},
			want: "messages: the conversation has",
		},
		{tool: "get_trace", arguments: map[string]any{"id": "x"}, want: "id: must be 32 or 8 hexadecimal digits"},
		{tool: "get_trace", arguments: map[string]any{"id": "ffffffff"}, want: "no such trace"},
		{tool: "compare", arguments: map[string]any{"a": fakestore.Happy, "b": "model:x"}, want: "two ids of conversations or two searches"},
		{tool: "compare", arguments: map[string]any{"a": "x", "b": "x"}, want: "are the same"},
		{tool: "compare", arguments: map[string]any{"a": "x", "b_since": "soon"}, want: "b_since: ⟦soon⟧ is no time"},
	} {
		a := asking(t, storeWith{Store: store, err: test.err})
		text, failed := a.call(test.tool, test.arguments)
		assert.True(t, failed, "%s %v", test.tool, test.arguments)
		assert.Contains(t, text, test.want)
		assert.LessOrEqual(t, len(text), 1000)
	}
}

func TestEmptyStore(t *testing.T) {
	a := asking(t, fakestore.Empty(noon))
	assert.Contains(t, a.ask("issues", nil), "the store is empty; tool status says where to send spans")
	assert.Contains(t, a.ask("status", nil), "127.0.0.1:4317")
}

func TestMoments(t *testing.T) {
	clock := &tools{now: func() time.Time { return noon }}
	for text, want := range map[string]time.Time{
		"2h": noon.Add(-2 * time.Hour), "1d": noon.Add(-day), "now": noon, "today": noon.Add(-12 * time.Hour),
		"yesterday": noon.Add(-36 * time.Hour), "2026-11-20": noon.Add(-36 * time.Hour), "2026-11-21T11:00:00+01:00": noon.Add(-2 * time.Hour),
	} {
		at, err := clock.moment("since", text)
		require.NoError(t, err)
		assert.Equal(t, want.UnixNano(), at, text)
	}
	for _, wrong := range []string{"h", "-2h", "2x", "99999999999h", "\x1b[31m"} {
		_, err := clock.moment("since", wrong)
		require.Error(t, err, wrong)
		assert.NotContains(t, err.Error(), "\x1b")
	}
}
