package e2e

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestBrokenRequestIsRefused(t *testing.T) {
	s := useStack(t)
	for name, body := range map[string]string{
		"cut off":       `{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"cut`,
		"not JSON":      "\x00\x01\x02",
		"wrong type":    `{"resourceSpans":"all of them"}`,
		"empty":         ``,
		"bad trace id":  `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"zz"}]}]}]}`,
		"deeply nested": strings.Repeat("[", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			status, answer, err := harness.PostTraces(t.Context(), s.Collector.HTTP, []byte(body))
			require.NoError(t, err)
			assert.Equal(t, http.StatusBadRequest, status, "%s", answer)
			assert.NoError(t, s.Collector.Alive())
		})
	}
	sent, _ := harness.NewSpan("broken", "after the broken requests")
	s.through(t, sent)
}

// Content that can't be read passes as it came.
func TestBrokenContentPassesUnchanged(t *testing.T) {
	s := useStack(t)
	user := `[{"role":"user","parts":[{"type":"text","content":"hello"}]}]`
	contents := map[string]map[string]any{
		"truncated JSON":  {"gen_ai.input.messages": user[:len(user)-20]},
		"not JSON":        {"gen_ai.input.messages": "hello"},
		"empty":           {"gen_ai.input.messages": ""},
		"wrong JSON type": {"gen_ai.input.messages": `{"role":"user"}`},
		"wrong type":      {"gen_ai.input.messages": int64(7)},
		"deep JSON":       {"gen_ai.input.messages": strings.Repeat("[", 1000) + strings.Repeat("]", 1000)},
		"unknown role":    {"gen_ai.input.messages": `[{"role":"ghost","parts":[{"type":"text","content":"boo"}]}]`},
		"huge message":    {"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": strings.Repeat("hello ", 200_000)},
		"huge index":      {"gen_ai.prompt.4000000000.role": "user", "gen_ai.prompt.4000000000.content": "hello"},
		"overlong index":  {"gen_ai.prompt.99999999999999999999.role": "user", "gen_ai.prompt.99999999999999999999.content": "hello"},
		"no index":        {"gen_ai.prompt..role": "user", "gen_ai.prompt.x.content": "hello"},
		"mixed":           {"gen_ai.input.messages": user[:10], "gen_ai.output.messages": user},
	}
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		t.Run(name, func(t *testing.T) {
			sent, span := harness.NewSpan("broken", "chat gpt-4o-mini")
			require.NoError(t, span.Attributes().FromRaw(contents[name]))
			span.Attributes().PutStr("gen_ai.operation.name", "chat")
			got := s.through(t, sent).Root()
			require.NotNil(t, got)
			assert.Equal(t, span.Name(), got.OperationName)
			assertAttributes(t, span.Attributes(), got.Tags, name)
		})
	}
}

// Protobuf carries any bytes where text should be.
func TestInvalidUTF8Passes(t *testing.T) {
	s := useStack(t)
	sent, span := harness.NewSpan("broken", "chat gpt-4o-mini")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.prompt.0.role", "user")
	span.Attributes().PutStr("gen_ai.prompt.0.content", "THIS IS \xff\xfe RIDICULOUS, you are not helping at all!!!")
	require.NoError(t, harness.SendGRPC(t.Context(), s.Collector.GRPC, sent))
	got := s.arrived(t, sent).Root()
	require.NotNil(t, got)
	assertTag(t, got, "signals.turn_count", typeInt64, "1")
}
