package environments

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// The queries of docs/environments.md, as they are typed into the field "Tags" of
// Jaeger's search, with the examples that they find.
var jaegerQueries = []struct {
	tags  string
	finds []string
}{
	{"signals.flagged=true", []string{"refund", "plano-failures", "moderate"}},
	{"signals.quality=Severe", []string{"refund"}},
	{"signals.trace.quality=Severe", []string{"refund"}},
	{"signals.frustration.level=moderate", []string{"moderate"}},
	{"signals.escalation.requested=true", []string{"refund"}},
	{"signals.escalation.requested=true signals.quality=Severe", []string{"refund"}},
}

func TestJaegerAnswersTheDocumentedQueries(t *testing.T) {
	j, err := harness.SharedJaeger()
	require.NoError(t, err)
	c := run{environments: []string{"jaeger"}, env: []string{"JAEGER_ENDPOINT=" + j.OTLP}}.start(t)

	sent := map[string]ptrace.Traces{
		"refund":         example(t, "refund"),
		"happy":          example(t, "happy"),
		"plano-failures": example(t, "plano-failures"),
		"moderate":       frustrated(),
	}
	services := map[string]bool{}
	for name, td := range sent {
		require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, td))
		for id, spans := range harness.ByTrace(harness.SpansOf(td)) {
			trace, err := j.Wait(t.Context(), id.String(), len(spans))
			require.NoError(t, err)
			logJaeger(t, name, trace)
			for _, span := range trace.Spans {
				services[trace.Service(span)] = true
			}
		}
	}

	for _, query := range jaegerQueries {
		found := map[string]bool{}
		for service := range services {
			traces, err := j.Find(t.Context(), service, tagsOf(query.tags), time.Now().AddDate(-20, 0, 0), time.Now().AddDate(20, 0, 0))
			require.NoError(t, err)
			for _, trace := range traces {
				found[nameOf(t, sent, trace)] = true
			}
		}
		var names []string
		for name := range found {
			names = append(names, name)
		}
		assert.ElementsMatch(t, query.finds, names, query.tags)
	}
}

// tagsOf reads key=value pairs as Jaeger's UI does.
func tagsOf(text string) map[string]string {
	tags := map[string]string{}
	for _, pair := range strings.Fields(text) {
		key, value, _ := strings.Cut(pair, "=")
		tags[key] = value
	}
	return tags
}

// nameOf returns which of the examples a trace belongs to, by the ids of its spans.
func nameOf(t *testing.T, sent map[string]ptrace.Traces, trace *harness.Trace) string {
	t.Helper()
	for name, td := range sent {
		for _, span := range harness.SpansOf(td) {
			if trace.Span(span.SpanID().String()) != nil {
				return name
			}
		}
	}
	t.Fatalf("a trace that was not sent: %+v", trace)
	return ""
}

// frustrated is a conversation with three complaints, which make frustration moderate.
func frustrated() ptrace.Traces {
	td, span := harness.NewSpan("support", "chat gpt-4o-mini")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.input.messages", `[
		{"role":"user","parts":[{"type":"text","content":"This is ridiculous, where is my parcel?"}]},
		{"role":"assistant","parts":[{"type":"text","content":"It was sent on Monday."}]},
		{"role":"user","parts":[{"type":"text","content":"You are completely useless."}]},
		{"role":"assistant","parts":[{"type":"text","content":"I can look up the number."}]},
		{"role":"user","parts":[{"type":"text","content":"This is so frustrating, I hate this."}]}]`)
	return td
}

func logJaeger(t *testing.T, name string, trace *harness.Trace) {
	t.Helper()
	for _, span := range trace.Spans {
		arrived := table{title: "Jaeger, " + name + ": " + trace.Service(span) + " / " + span.OperationName}
		for _, tag := range span.Tags {
			arrived.add(tag.Key, tag.Type, tag.Value)
		}
		for i, log := range span.Logs {
			for _, field := range log.Fields {
				arrived.add(fmt.Sprintf("event %d: %s", i, field.Key), field.Type, field.Value)
			}
		}
		arrived.log(t)
	}
}
