package conversation

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// allRecordings are the names of all recordings.
func allRecordings(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.traces.json", filepath.Join("canary", "*.traces.json")} {
		files, err := filepath.Glob(filepath.Join("testdata", pattern))
		require.NoError(t, err)
		for _, file := range files {
			name, err := filepath.Rel("testdata", file)
			require.NoError(t, err)
			names = append(names, name)
		}
	}
	require.Greater(t, len(names), 50)
	return names
}

func normalized(span ptrace.Span, removeOwn bool) ptrace.Span {
	copied := ptrace.NewSpan()
	span.CopyTo(copied)
	newReader().Normalize(copied, removeOwn)
	return copied
}

// readGenAIOnly reads a span as one that knows no dialect but that of the conventions.
func readGenAIOnly(span ptrace.Span) []signals.Message {
	r := newReader()
	r.known = newKnowledge([]*dialect{&genAI})
	facts := r.Scan(span, "app")
	if facts == nil {
		return nil
	}
	messages, _ := r.Messages(facts)
	return messages
}

// TestNormalizedRecordingsReadTheSame reads what every span of every recording says in its dialect, and in that of the
// conventions once it is normalised.
func TestNormalizedRecordingsReadTheSame(t *testing.T) {
	dialects := map[string]int{}
	for _, name := range allRecordings(t) {
		t.Run(strings.TrimSuffix(name, ".traces.json"), func(t *testing.T) {
			for _, span := range recorded(t, name) {
				facts, messages, problems := read(t, span)
				if len(messages) == 0 || facts.Kind == spankind.Tool || facts.Kind == spankind.Embeddings {
					continue
				}
				dialects[facts.Dialect]++
				for _, removeOwn := range []bool{false, true} {
					if removeOwn && *problems != (Problems{}) {
						continue
					}
					for i := range messages {
						messages[i].Arguments = unquoted(messages[i].Arguments)
					}
					got := normalized(span, removeOwn)
					require.Equal(t, messages, readGenAIOnly(got), "%s, %v", span.Name(), removeOwn)
					again := normalized(got, removeOwn)
					require.Equal(t, got.Attributes().AsRaw(), again.Attributes().AsRaw(), "a second time")
				}
			}
		})
	}
	for _, d := range []string{
		"sentry", "gen_ai", "gen_ai_indexed", "gen_ai_events", "openinference", "langfuse", "vercel_ai", "langsmith", "google_adk", "genkit",
	} {
		assert.Positive(t, dialects[d], d)
	}
}
