package main

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

const (
	unavailable = "f7a31829c4b5d6e8a9f0b1c2d3e4f5a6"
	limited     = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6"
	unhealthy   = "b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7"
)

// Wrong options are told in one line, Plano's words where Plano has some.
func TestTraceMistakes(t *testing.T) {
	s := withFailures(t)
	for _, tt := range []struct {
		arguments []string
		want      string
	}{
		{[]string{"abc"}, "Trace ID must be 8 or 32 hex characters."},
		{[]string{"abcdefg1"}, "Short trace ID must be 8 hex characters. "},
		{[]string{"00000000"}, "Short trace ID must be 8 hex characters."},
		{[]string{strings.Repeat("0", 32)}, "Trace ID must be 32 hex characters."},
		{[]string{strings.Repeat("g", 32)}, "Trace ID must be 32 hex characters. "},
		{[]string{"any", "--where", "x"}, "Invalid --where filter(s): x. Use key=value."},
		{
			[]string{"--where", "=x", "--where", "a=b=c", "--where", "k=", "--where", "-a=b"},
			"Invalid --where filter(s): =x, a=b=c, k=, -a=b. Use key=value.",
		},
		{[]string{"any", "--where", "not.a.real.key=v"}, "Unknown --where key(s): not.a.real.key"},
		{[]string{"f7a31829", "--where", "no.key=v"}, "Unknown --where key(s): no.key"},
		{[]string{"--list", unavailable}, "Target and --list cannot be used together."},
		{[]string{"--list", "nonsense"}, "Target and --list cannot be used together."},
		{[]string{"any", "--limit", "-1"}, "Limit must be greater than or equal to 0."},
		{[]string{"--filter", "http.method,"}, "Filter contains empty tokens."},
		{[]string{"--filter", ""}, "Filter contains empty tokens."},
		{[]string{"--since", "5x"}, `Invalid --since window: "5x". Use a number of minutes, hours or days, such as 5m, 2h or 1d.`},
	} {
		stdout, stderr, code := s.run(t, tt.arguments...)
		assert.Equal(t, exitUsage, code, tt.arguments)
		assert.Empty(t, stdout)
		if strings.HasSuffix(tt.want, " ") {
			assert.True(t, strings.HasPrefix(stderr, "planotrace: "+tt.want), stderr)
		} else {
			assert.Equal(t, "planotrace: "+tt.want+"\n", stderr)
		}
		assert.Equal(t, 1, strings.Count(stderr, "\n"))
	}
}

func TestNothingListens(t *testing.T) {
	s := newScene(t, "127.0.0.1:1")
	for _, arguments := range [][]string{nil, {"conversations"}, {"show", "x"}, {"issues"}, {"watch"}, {"open"}, {"--list", "--json"}} {
		stdout, stderr, code := s.run(t, arguments...)
		assert.Equal(t, exitNoStore, code, arguments)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, "nothing listens on 127.0.0.1:1: start it with `planotrace listen`")
		assert.Equal(t, 1, strings.Count(stderr, "\n"))
	}
	s.variables["PLANO_TRACE_PORT"] = "http"
	_, stderr, code := s.run(t)
	assert.Equal(t, exitUsage, code)
	assert.Equal(t, "planotrace: PLANO_TRACE_PORT: must be a port from 1 to 65535, is \"http\"\n", stderr)
}

// shownIDs are the traces of JSON output.
func shownIDs(t *testing.T, output string) (ids []string) {
	t.Helper()
	var answer struct {
		Traces []struct {
			TraceID string `json:"trace_id"`
		} `json:"traces"`
	}
	require.NoError(t, json.Unmarshal([]byte(output), &answer))
	for _, trace := range answer.Traces {
		ids = append(ids, trace.TraceID)
	}
	return ids
}

func TestWhichTraces(t *testing.T) {
	s := withFailures(t)
	for _, tt := range []struct {
		arguments string
		want      []string
	}{
		{"", []string{unavailable}},
		{"last", []string{unavailable}},
		{"any", []string{unavailable, limited, unhealthy}},
		{"--limit 2", []string{unavailable, limited}},
		{"last --limit 2", []string{unavailable}},
		{"any --limit 0", nil},
		{"--limit 0", nil},
		{"a1b2c3d4", []string{limited}},
		{"A1B2C3D4", []string{limited}},
		{limited, []string{limited}},
		{"a1b2c3d4 --where http.status_code=503", nil},
		{"a1b2c3d4 --where http.status_code=429", []string{limited}},
		{"deadbeef", nil},
		{"--where http.status_code=429", []string{limited}},
		{"any --where http.status_code=200 --where orchestrator.rate_limited=true", []string{limited}},
		{"any --where agent_id=weather_agent", []string{unavailable, limited}},
		{"any --where agent_id=weather_agent --where http.status_code=500", nil},
		{"--since 1d", nil},
		{"--since 30d", []string{unavailable, limited, unhealthy}},
	} {
		got := shownIDs(t, s.output(t, append(strings.Fields(tt.arguments), "--json")...))
		assert.Equal(t, tt.want, got, tt.arguments)
	}
	assert.Equal(t, "No traces found.\n", s.output(t, "deadbeef"))
	assert.Equal(t, "No trace IDs found.\n", s.output(t, "--list", "--since", "1d"))
}

func TestListOfIDs(t *testing.T) {
	s := withFailures(t)
	assert.JSONEq(t, `{"trace_ids": ["`+unavailable+`", "`+limited+`", "`+unhealthy+`"]}`, s.output(t, "--list", "--json"))
	assert.JSONEq(t, `{"trace_ids": ["`+unavailable+`"]}`, s.output(t, "--list", "any", "--json", "--limit", "1"))
	assert.JSONEq(t, `{"trace_ids": ["`+unavailable+`"]}`, s.output(t, "--list", "last", "--json"))
	assert.JSONEq(t, `{"trace_ids": []}`, s.output(t, "--list", "--json", "--limit", "0"))
}

// What is printed as JSON is what Plano's listener gave, the spans in the order in which they began.
func TestJSONIsThatOfPlano(t *testing.T) {
	s := withFailures(t)
	want, err := os.ReadFile("testdata/plano-failure-traces.json")
	require.NoError(t, err)
	var given, printed struct {
		Traces []struct {
			TraceID string           `json:"trace_id"`
			Spans   []map[string]any `json:"spans"`
		} `json:"traces"`
	}
	require.NoError(t, json.Unmarshal(want, &given))
	require.NoError(t, json.Unmarshal([]byte(s.output(t, "any", "--json")), &printed))
	require.Len(t, printed.Traces, len(given.Traces))
	for i := range given.Traces {
		assert.ElementsMatch(t, given.Traces[i].Spans, printed.Traces[i].Spans)
	}
	assert.NotContains(t, s.output(t, "any", "--json"), "resource")
}

func TestJSONWithEverything(t *testing.T) {
	s := withConversations(t)
	assert.NotContains(t, s.output(t, "--json"), `"kind"`)
	assert.Contains(t, s.output(t, "--json", "--verbose"), `"kind"`)
}

func TestFilter(t *testing.T) {
	s := withFailures(t)
	stdout, stderr, code := s.run(t, "any", "--filter", "http.status_code, llm.*", "--json")
	require.Equal(t, exitOK, code)
	assert.Empty(t, stderr)
	assert.Contains(t, stdout, `"llm.error"`)
	assert.NotContains(t, stdout, `"http.method"`)
	assert.Len(t, shownIDs(t, stdout), 3)

	stdout, stderr, code = s.run(t, "any", "--filter", "not-found-*", "--filter", "llm.*", "--json")
	require.Equal(t, exitOK, code)
	assert.Equal(t, "Warning: Filter key(s) not found: not-found-*. Returning unfiltered traces.\n", stderr)
	assert.Contains(t, stdout, `"http.method"`)
}

// Without anybody to ask, the newest trace is shown, or as many as --limit says.
func TestSeveralTraces(t *testing.T) {
	s := withFailures(t)
	stdout, stderr, code := s.run(t, "any")
	require.Equal(t, exitOK, code)
	assert.Equal(t, 1, strings.Count(stdout, "Trace "))
	assert.Equal(t, "2 traces more: --list names them, --limit N shows N of them\n", stderr)
	stdout, stderr, _ = s.run(t, "--limit", "2")
	assert.Equal(t, 2, strings.Count(stdout, "Trace "))
	assert.Empty(t, stderr)
}

func TestPicker(t *testing.T) {
	s := withFailures(t)
	s.interactive = true
	var offered []string
	s.pick = func(_ context.Context, _ string, choices []string) (int, error) {
		offered = choices
		return 1, nil
	}
	for _, arguments := range [][]string{{"any"}, {"--list"}, {"--limit", "2"}} {
		offered = nil
		assert.Contains(t, s.output(t, arguments...), "Trace "+limited)
		assert.NotEmpty(t, offered)
		assert.Contains(t, offered[1], "a1b2c3d4  2026-02-13 00:11:40")
	}
	offered = nil
	for _, arguments := range [][]string{
		{"last"}, {"any", "--no-interactive"}, {"--list", "--no-interactive"}, {"any", "--json"}, {"b2c3d4e5"},
	} {
		s.output(t, arguments...)
		assert.Nil(t, offered, arguments)
	}
	s.pick = func(context.Context, string, []string) (int, error) { return 0, errCancelled }
	assert.Equal(t, "Cancelled.\n", s.output(t, "any"))
}

func TestWhereOfAStore(t *testing.T) {
	s := withConversations(t)
	id := shownIDs(t, s.output(t, "--json"))[0]
	assert.Contains(t, s.output(t, id[:8]), "Trace "+id)
}

// A large trace is cut, and shown in full with --verbose.
func TestBigTrace(t *testing.T) {
	s := withConversations(t)
	conversation, err := fakestore.New(now).Conversation(t.Context(), fakestore.BigTrace)
	require.NoError(t, err)
	output := s.output(t, conversation.TraceList[0].TraceID)
	assert.Contains(t, output, "more spans: --verbose shows all")
	assert.Greater(t, strings.Count(s.output(t, conversation.TraceList[0].TraceID, "--verbose"), "\n"), 5000)
}
