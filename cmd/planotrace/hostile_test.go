package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// No text of a store or of a command line reaches the terminal's ear.
func TestHostileTextsOfAStore(t *testing.T) {
	store := fakestore.New(now)
	s := withStore(t, store)
	conversation, err := store.Conversation(t.Context(), fakestore.Hostile)
	require.NoError(t, err)
	trace := conversation.TraceList[0].TraceID
	for _, arguments := range [][]string{
		{"conversations", "--all"},
		{"conversations", "--all", "--json"},
		{"issues", "--all"},
		{"issues", "--all", "--json"},
		{"show", fakestore.Hostile},
		{"show", fakestore.Hostile, "--full"},
		{"show", fakestore.Hostile, "--json"},
		{trace},
		{trace, "--verbose"},
		{trace, "--json", "--verbose"},
		{"--list", "--limit", "100"},
		{"show", hostile},
		{hostile},
		{"conversations", hostile},
		{"issues", "x:" + hostile},
		{"open", hostile},
		{"--filter", hostile + "*"},
		{"--where", hostile},
		{"--since", hostile},
		{"__complete", "conversations", "service:"},
		{"__complete", "show", ""},
		{"__complete", ""},
	} {
		for _, width := range []int{60, 160} {
			s.width = width
			stdout, stderr, _ := s.run(t, arguments...)
			if arguments[0] == "__complete" {
				stdout = strings.ReplaceAll(stdout, "\t", " ")
			}
			shown(t, stdout)
			shown(t, stderr)
			assert.NotEmpty(t, stdout+stderr)
		}
	}
}

// hostileTraces are traces in which each text tries to talk to the terminal.
func hostileTraces(t *testing.T) []byte {
	t.Helper()
	attributes := []any{
		map[string]any{"key": hostile, "value": map[string]any{"stringValue": hostile}},
		map[string]any{"key": "error.message", "value": map[string]any{"stringValue": hostile}},
		map[string]any{"key": "http.status_code", "value": map[string]any{"stringValue": "500" + hostile}},
		map[string]any{"key": "signals.quality", "value": map[string]any{"stringValue": hostile}},
		map[string]any{"key": "signals.summary", "value": map[string]any{"stringValue": hostile + ": " + hostile}},
	}
	span := map[string]any{
		"traceId": hostile, "spanId": hostile, "parentSpanId": hostile, "name": hostile, "service": hostile,
		"startTimeUnixNano": "9223372036854775807", "endTimeUnixNano": "-9223372036854775808", "attributes": attributes,
	}
	answer, err := json.Marshal(map[string]any{"traces": []any{map[string]any{"trace_id": "deadbeef" + hostile, "spans": []any{span, span}}}})
	require.NoError(t, err)
	return answer
}

func TestHostileTraces(t *testing.T) {
	s := withListener(t, hostileTraces(t))
	for _, arguments := range [][]string{{}, {"--verbose"}, {"--json"}, {"--list"}, {"--list", "--json"}, {"deadbeef"}, {"__complete", ""}} {
		stdout, stderr, code := s.run(t, arguments...)
		assert.Equal(t, exitOK, code)
		shown(t, strings.ReplaceAll(stdout, "\t", " "))
		shown(t, stderr)
	}
	assert.Contains(t, s.output(t), `owned\a`)
}
