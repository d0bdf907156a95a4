package senders

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e"
)

// The span of Plano's documentation of tracing, "Example Span Attributes" and "Example Span
// with Signals", with the headers of its production configuration.
const (
	documentedName = "POST /v1/chat/completions gpt-4" + flag
	documentedBy   = "plano(llm)"
)

var (
	documented = map[string]any{
		"llm.model":                    "gpt-4",
		"llm.provider":                 "openai",
		"llm.usage.prompt_tokens":      150,
		"llm.usage.completion_tokens":  75,
		"llm.usage.total_tokens":       225,
		"llm.duration_ms":              1250,
		"llm.time_to_first_token":      320,
		"signals.quality":              "Severe",
		"signals.turn_count":           15,
		"signals.efficiency_score":     0.234,
		"signals.frustration.severity": 3,
		"signals.escalation.requested": "true",
	}
	documentedHeaders = map[string]any{
		"x-katanemo-user-id":    "u-42",
		"x-katanemo-session-id": "s-1",
		"x-katanemo-request-id": "r-7",
	}
	ofDocumentedHeaders = map[string]any{
		"user.id":    "u-42",
		"session.id": "s-1",
		"request.id": "r-7",
	}
	// A flagged root is the worst span of its trace where it is alone.
	ofFlag = map[string]any{
		"signals.flagged":       true,
		"signals.trace.quality": "Severe",
	}
	// The block `static` of the documented production configuration.
	ofProduction = map[string]any{
		"environment":  "production",
		"service.name": "my-plano-service",
		"version":      "1.0.0",
	}
	// Of ../testdata/e2e.yaml.
	ofHarness = map[string]any{
		"environment": "e2e",
		"version":     "1.0.0",
	}
)

func union(attributes ...map[string]any) map[string]any {
	all := map[string]any{}
	for _, each := range attributes {
		maps.Copy(all, each)
	}
	return all
}

// production is a collector with what internal/planoconfig makes of the documented
// production configuration; a test there holds the file to that.
func production(t *testing.T) *e2e.Stack {
	t.Helper()
	return started(t, "../internal/planoconfig/testdata/production.collector.yaml", "senders/testdata/soon.yaml")
}

func TestDocumentedSpanInProduction(t *testing.T) {
	stack := production(t)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			sent := union(documented, documentedHeaders)
			body := s.request(stack, documentedBy, span{Name: documentedName, Kind: "client", Attributes: sent})
			assertDocumented(t, stack, s, body, ofProduction)
		})
	}
}

// The flag of the gateway, and of the first collector, is not put there again.
func TestDocumentedSpanThroughTwoCollectors(t *testing.T) {
	first := beforeShared(t)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			sent := union(documented, documentedHeaders)
			body := s.request(first, documentedBy, span{Name: documentedName, Kind: "client", Attributes: sent})
			assertDocumented(t, first, s, body, ofHarness)
		})
	}
}

func assertDocumented(t *testing.T, stack *e2e.Stack, s sender, body request, static map[string]any) {
	t.Helper()
	sent, trace := s.send(t, stack, body)
	got := trace.Span(sent.Spans[documentedName])
	require.NotNil(t, got)
	assert.Equal(t, documentedName, got.OperationName)
	assert.Equal(t, documentedBy, trace.Service(got))
	id := map[string]any{"signals.trace.span_id": got.SpanID}
	assertArrived(t, body.Span.Attributes, union(ofDocumentedHeaders, ofFlag, id, static), got)
}

// Without the gateway's flag the same signals put it there, once.
func TestDocumentedSignalsFlag(t *testing.T) {
	one := shared(t)
	for name, stack := range map[string]*e2e.Stack{"one collector": one, "two collectors": beforeShared(t)} {
		for _, s := range senders {
			t.Run(s.String()+", "+name, func(t *testing.T) {
				t.Parallel()
				body := s.request(stack, documentedBy, span{Name: "POST /v1/chat/completions gpt-4", Attributes: documented})
				_, trace := s.send(t, stack, body)
				assert.Equal(t, documentedName, trace.Root().OperationName)
			})
		}
	}
}

// A second collector changes nothing that the first one found in a conversation.
func TestTwoCollectorsSayWhatOneSays(t *testing.T) {
	one := shared(t)
	two := beforeShared(t)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			root := span{Name: "POST /ask", Kind: "server", Children: []span{chat(escalation)}}
			sent, once := s.send(t, one, s.request(one, "shop", root))
			sentTwice, twice := s.send(t, two, s.request(two, "shop", root))
			got := twice.Span(sentTwice.Spans[chatName])
			assertEscalation(t, "POST /ask", got, twice.Root())
			assert.ElementsMatch(t, once.Span(sent.Spans[chatName]).Tags, got.Tags)
		})
	}
}
