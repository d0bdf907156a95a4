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
}

// recordings are those of every dialect.
func recordings(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.traces.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
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
		for name, remove := range map[string]func(ptrace.Span){"drop": dropped, "redact": redacted} {
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				data, err := os.ReadFile(file)
				require.NoError(t, err)
				traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
				require.NoError(t, err)
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
