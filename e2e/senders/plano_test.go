package senders

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// The span of Plano's documentation of tracing, "Example Span Attributes" and "Example Span
// with Signals", with the headers of its production configuration.
const (
	documentedName = "POST /v1/chat/completions gpt-4" + marker
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
	// A flagged root that is alone in its trace has the trace's lowest quality.
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
	// Of ../harness/stack.yaml.
	ofStack = map[string]any{
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

func TestDocumentedSpanInProduction(t *testing.T) {
	stack := use(t, production)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			sent := union(documented, documentedHeaders)
			body := s.request(stack, documentedBy, span{Name: documentedName, Kind: "client", Attributes: sent})
			assertDocumented(t, stack, s, body, ofProduction)
		})
	}
}

// A header wins over the static attribute of its key, save for what others trust.
func TestHeadersOverStaticInProduction(t *testing.T) {
	stack := use(t, production)
	headers := map[string]any{
		"x-katanemo-environment":  "staging",
		"X-Katanemo-Version":      "2.0.0",
		"x-katanemo-service-name": "someone-else",
	}
	added := union(ofProduction, ofFlag, map[string]any{"environment": "staging", "version": "2.0.0"})
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			body := s.request(stack, documentedBy, span{Name: documentedName, Attributes: union(documented, headers)})
			_, trace := s.send(t, stack, body)
			id := map[string]any{"signals.trace.span_id": trace.Root().SpanID}
			assertArrived(t, body.Span.Attributes, union(added, id), trace.Root())
		})
	}
}

// What `trace_arch_internal: false` is for: the span of Plano's own routing goes, the trace
// stays whole.
func TestInternalSpansAreDroppedInProduction(t *testing.T) {
	stack := use(t, production)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			routing := s.request(stack, "plano(routing)", span{Name: "plano(routing)", Kind: "server"})
			root := span{Name: "POST /v1/chat/completions", Kind: "server", Children: []span{
				{Name: "POST /routing", Kind: "client", Call: &call{URL: s.url(t), Request: routing}},
				{Name: documentedName, Kind: "client", Attributes: documented},
			}}
			sent, err := post(t.Context(), s.url(t), s.request(stack, "plano(inbound)", root), nil)
			require.NoError(t, err)
			trace, err := stack.Wait(t.Context(), sent.Trace, len(sent.Spans)-1)
			require.NoError(t, err)
			assert.Nil(t, trace.Span(sent.Spans["plano(routing)"]))
			for _, child := range root.Children {
				got := trace.Span(sent.Spans[child.Name])
				require.NotNil(t, got, child.Name)
				assert.Equal(t, child.Name, got.OperationName)
				assert.Equal(t, trace.Root().SpanID, got.Parent())
			}
			assert.Equal(t, root.Name+marker, trace.Root().OperationName)
			assert.Equal(t, `string "`+sent.Spans[documentedName]+`"`, tag(t, trace.Root(), "signals.trace.span_id"))
		})
	}
}

// The flag of the gateway, and of the first collector, is not put there again.
func TestDocumentedSpanThroughTwoCollectors(t *testing.T) {
	first := use(t, beforeDefault)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			sent := union(documented, documentedHeaders)
			body := s.request(first, documentedBy, span{Name: documentedName, Kind: "client", Attributes: sent})
			assertDocumented(t, first, s, body, ofStack)
		})
	}
}

func assertDocumented(t *testing.T, stack *harness.Stack, s sender, body request, static map[string]any) {
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
	one := use(t, byDefault)
	for name, stack := range map[string]*harness.Stack{"one collector": one, "two collectors": use(t, beforeDefault)} {
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

// A second collector adds and changes no attribute of a conversation.
func TestSecondCollectorKeepsAttributes(t *testing.T) {
	one := use(t, byDefault)
	two := use(t, beforeDefault)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			want, _ := s.ask(t, one, escalation)
			got, root := s.ask(t, two, escalation)
			assertEscalation(t, "POST /ask", got, root)
			require.NotNil(t, want)
			assert.ElementsMatch(t, want.Tags, got.Tags)
			assert.Equal(t, want.SignalTypes(""), got.SignalTypes(""))
		})
	}
}
