package conversation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// said are words of the recorded conversations, of users, assistants, system prompts,
// arguments and results.
var said = []string{
	"refund", "ABC123", "reservation_id", "must be a 6 character", "under my name", "RIDICULOUS", "human agent", "transfer you",
	"sorry for the trouble", "Too Many Requests", "retry after", "Seattle", "raining", "temp_c", "exactly what I needed",
	"You are welcome", "helpful airline", "helpful assistant",
	"impossible days", "hunk applied", "all tests pass", "tests/test_dates.py", "Keep the public API",
}

// recordings are those of every dialect.
func recordings(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.traces.json"))
	require.NoError(tb, err)
	require.NotEmpty(tb, files)
	return files
}

func load(tb testing.TB, file string) ptrace.Traces {
	tb.Helper()
	data, err := os.ReadFile(file)
	require.NoError(tb, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(tb, err)
	return traces
}

// left returns the words that are left anywhere in the traces.
func left(t *testing.T, traces ptrace.Traces) []string {
	t.Helper()
	data, err := (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	var words []string
	for _, word := range said {
		if strings.Contains(string(data), word) {
			words = append(words, word)
		}
	}
	return words
}

func TestNoContentIsLeft(t *testing.T) {
	for _, file := range recordings(t) {
		for name, remove := range map[string]func(ptrace.Span){"drop": dropped, "redact": redacted, "hash": hashed} {
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				traces := load(t, file)
				spans.Each(traces, remove)
				assert.Empty(t, left(t, traces))
			})
		}
	}
}

func TestDropLeavesTheRest(t *testing.T) {
	span := spanWith(t, map[string]any{
		"gen_ai.input.messages": "not even JSON", "gen_ai.prompt.0.content": "x", "llm.user_message_preview": "x",
		"gen_ai.request.model": "m", "result": "of a tool",
	})
	span.SetName("Tool Call: find")
	span.Events().AppendEmpty().SetName("gen_ai.user.message")
	span.Events().AppendEmpty().SetName("exception")
	dropped(span)
	assert.Equal(t, map[string]any{"gen_ai.request.model": "m"}, span.Attributes().AsRaw())
	assert.Equal(t, 1, span.Events().Len())
}
