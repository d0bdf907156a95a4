package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// drawn are the guides and names of a tree.
func drawn(spans ...traceapi.Span) string {
	var text strings.Builder
	for _, n := range spanTree(spans) {
		text.WriteString(n.guide + n.span.Name + "\n")
	}
	return text.String()
}

func span(name, parent string, start int64) traceapi.Span {
	return traceapi.Span{SpanID: name, Name: name, ParentSpanID: parent, Start: start, End: start + 1}
}

func TestTree(t *testing.T) {
	assert.Equal(t, `root
├─ a
│  ├─ a1
│  └─ a2
│     └─ a3
└─ b
orphan
└─ c
`, drawn(span("b", "root", 5), span("a2", "a", 4), span("a1", "a", 3), span("root", "", 1), span("a", "root", 2),
		span("a3", "a2", 6), span("orphan", "gone", 7), span("c", "orphan", 8)))
}

// Spans that are each other's parents, their own, or have the same id are shown once.
func TestTreeOfBrokenParents(t *testing.T) {
	assert.Equal(t, "own\n", drawn(span("own", "own", 1)))
	assert.Equal(t, "x\n└─ y\n", drawn(span("x", "y", 1), span("y", "x", 2)))
	assert.Equal(t, 2, strings.Count(drawn(span("twin", "", 1), span("twin", "", 2)), "twin\n"))
	assert.Equal(t, "\n\n", drawn(span("", "", 1), span("", "", 2)))
	assert.Empty(t, drawn())
}

func TestDeepTree(t *testing.T) {
	spans := make([]traceapi.Span, 20_000)
	for i := range spans {
		spans[i] = span(strconv.Itoa(i), strconv.Itoa(i-1), int64(i))
	}
	nodes := spanTree(spans)
	assert.Len(t, nodes, len(spans))
	assert.Equal(t, nodes[deepest].guide, nodes[19_999].guide)
}

func with(s traceapi.Span, attributes ...string) traceapi.Span {
	for i := 0; i < len(attributes); i += 2 {
		s.Attributes = append(s.Attributes, traceapi.Attribute{Key: attributes[i], Value: traceapi.Value{String: &attributes[i+1]}})
	}
	return s
}

func TestFailureOf(t *testing.T) {
	message, kind := "no such order", "NotFound"
	exception := traceapi.Event{Name: "exception", Attributes: []traceapi.Attribute{
		{Key: "exception.type", Value: traceapi.Value{String: &kind}}, {Key: "exception.message", Value: traceapi.Value{String: &message}},
	}}
	plain := span("x", "", 1)
	failed, said, threw := plain, plain, plain
	failed.StatusCode = "error"
	said.StatusCode, said.StatusMessage = "error", "deadline exceeded"
	threw.StatusCode, threw.StatusMessage, threw.Events = "error", message, []traceapi.Event{exception}
	for want, s := range map[string]traceapi.Span{
		"":                        with(plain, "http.status_code", "200", "response_flags", "UF", "llm.error", "", "tool.error", "false"),
		"failed":                  failed,
		"deadline exceeded":       said,
		"NotFound, no such order": threw,
		"404 Not Found":           with(plain, "http.response.status_code", "404"),
		"504 Gateway Timeout, upstream timed out, retries used up": with(plain, "http.status_code", "504", "response_flags", "UT,URX,ZZ"),
		"599":                         with(plain, "http.status_code", "599"),
		"timeout":                     with(plain, "error.type", "timeout", "llm.error", "timeout"),
		"rate limited":                with(plain, "orchestrator.rate_limited", "true"),
		"upstream_connection_failure": with(plain, "llm.error", "upstream_connection_failure"),
	} {
		assert.Equal(t, want, failureOf(&s))
	}
}

// Causes come first, equal ones together, the newest last; what failed because of them after.
func TestCauses(t *testing.T) {
	spans := []traceapi.Span{with(span("root", "", 0), "http.status_code", "500")}
	for i := range 8 {
		s := with(span(fmt.Sprintf("tool %d", i%7), "root", int64(8-i)*1e6), "error.message", "broken")
		s.SpanID = strconv.Itoa(i)
		spans = append(spans, s)
	}
	e := &environment{width: 100, location: now.Location()}
	s := e.sheet()
	writeTrace(e, s, &traceapi.Trace{TraceID: "t", Spans: spans}, &traceRequest{traceOptions: &traceOptions{}})
	_, after, _ := strings.Cut(s.text.String(), "What broke\n")
	causes, _, _ := strings.Cut(after, "\n\n")
	assert.Equal(t, `  ✗ 1 ms  unknown tool 0 ×2
          → broken
  ✗ 2 ms  unknown tool 6
          → broken
  ✗ 3 ms  unknown tool 5
          → broken
  ✗ 4 ms  unknown tool 4
          → broken
  ✗ 5 ms  unknown tool 3
          → broken
  and 2 more
  then failed: unknown (500 Internal Server Error)`, causes)
}

func TestSignalsOfATrace(t *testing.T) {
	text := func(s string) traceapi.Value { return traceapi.Value{String: &s} }
	event := func(leaf, message, snippet string) traceapi.Event {
		return traceapi.Event{Name: "signal." + leaf, Attributes: []traceapi.Attribute{
			{Key: "signal.message_index", Value: text(message)},
			{Key: "signal.snippet", Value: text(snippet)},
			{Key: "signal.confidence", Value: text("0.95")},
		}}
	}
	first := with(span("call", "", 0), "signals.quality", "Good", "signals.summary", "Good 60.0: nothing")
	second := with(span("chat", "call", 1), "signals.quality", "severe", "signals.summary", "Severe 0.0: asked for a human (-50)")
	first.Service, second.Service = "shop", "shop"
	first.Events = []traceapi.Event{event("execution.failure.invalid_args", "2", "bad"), {Name: "retry"}}
	second.Events = []traceapi.Event{
		event("execution.failure.invalid_args", "2", "bad"), event("interaction.disengagement.escalation", "4", "a human"),
		event("new.kind", "x", ""),
	}
	e := &environment{width: 100, location: now.Location()}
	s := e.sheet()
	writeTrace(e, s, &traceapi.Trace{TraceID: "t", Spans: []traceapi.Span{first, second}}, &traceRequest{traceOptions: &traceOptions{}})
	assert.Contains(t, s.text.String(), `quality ✖ Severe

Signals
  asked for a human (-50)
  ⚑ escalation  shop message 4 95%  “a human”
  ⚑ invalid args  shop message 2 95%  “bad”
  ⚑ kind  shop 95%

`)
}
