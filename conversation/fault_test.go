package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestFaults(t *testing.T) {
	tests := []struct {
		name       string
		attributes map[string]any
		leaf       signals.Leaf
		source     string
	}{
		{
			"429",
			map[string]any{"gen_ai.operation.name": "chat", "http.response.status_code": 429},
			signals.RateLimit, "http.response.status_code=429",
		},
		{"408", map[string]any{"gen_ai.operation.name": "chat", "http.status_code": "408"}, signals.Timeout, "http.status_code=408"},
		{"504", map[string]any{"gen_ai.operation.name": "chat", "http.status_code": 504}, signals.Timeout, "http.status_code=504"},
		{"502", map[string]any{"gen_ai.operation.name": "chat", "http.status_code": 502}, signals.APIError, "http.status_code=502"},
		{
			"tool forbidden",
			map[string]any{"gen_ai.operation.name": "execute_tool", "http.status_code": 403},
			signals.AuthMisuse, "http.status_code=403",
		},
		{
			"tool unknown",
			map[string]any{"gen_ai.operation.name": "execute_tool", "error.type": "ToolNotFoundError"},
			signals.ToolNotFound, "error.type=ToolNotFoundError",
		},
		{
			"flags beat status",
			map[string]any{"http.url": "https://h/v1/chat/completions", "http.status_code": "503", "response_flags": "URX,UF"},
			signals.Network, "response_flags=URX,UF",
		},
		{
			"flags RL",
			map[string]any{"http.url": "https://h/v1/chat/completions?x=1", "response_flags": "RL"},
			signals.RateLimit, "response_flags=RL",
		},
		{"flags UT", map[string]any{"url.path": "/v1/messages", "response_flags": "UF, UT"}, signals.Timeout, "response_flags=UF, UT"},
		{"flags UH", map[string]any{"url.path": "/v1/messages", "response_flags": "UH"}, signals.APIError, "response_flags=UH"},
		{
			"error.type",
			map[string]any{"gen_ai.operation.name": "chat", "error.type": "APIConnectionError"},
			signals.Network, "error.type=APIConnectionError",
		},
		{
			"context",
			map[string]any{"gen_ai.operation.name": "chat", "error.type": "context_length_exceeded"},
			signals.ContextOverflow, "error.type=context_length_exceeded",
		},
		{"llm.error", map[string]any{"llm.error": "upstream_connection_failure"}, signals.Network, "llm.error=upstream_connection_failure"},
		{"agent.error", map[string]any{"agent.error": "llm_call_failed"}, signals.APIError, "agent.error=llm_call_failed"},
		{"orchestrator", map[string]any{"orchestrator.rate_limited": "true"}, signals.RateLimit, "orchestrator.rate_limited=true"},
		{"rate limiter", map[string]any{"rate_limiter.status": "BLOCKED"}, signals.RateLimit, "rate_limiter.status=BLOCKED"},
		{"fallback", map[string]any{"fallback.requested_model": "gpt-4o"}, signals.APIError, "fallback.requested_model=gpt-4o"},
		{
			"a tool of Strands",
			map[string]any{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.status": "error"},
			signals.APIError, "status=error",
		},
		{
			"cut off",
			map[string]any{"gen_ai.operation.name": "chat", "gen_ai.response.finish_reasons": []any{"length"}},
			signals.ContextOverflow, "finish_reason=length",
		},
		{
			"cut off, as JSON",
			map[string]any{"gen_ai.response.finish_reasons": `["stop","length"]`},
			signals.ContextOverflow, "finish_reason=length",
		},
		{
			"cut off, indexed",
			map[string]any{"gen_ai.completion.0.finish_reason": "length"},
			signals.ContextOverflow, "finish_reason=length",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			facts, _, _ := read(t, spanWith(t, tt.attributes))
			require.True(t, facts.HasFault)
			assert.Equal(t, tt.leaf, facts.Fault.Leaf, "%v", facts.Fault.Leaf)
			assert.Equal(t, tt.source, facts.Fault.Source)
		})
	}
}

func TestNoFaults(t *testing.T) {
	for name, attributes := range map[string]map[string]any{
		"ok":                  {"gen_ai.operation.name": "chat", "http.status_code": 200},
		"no flag":             {"url.path": "/v1/messages", "response_flags": "-"},
		"model refuses a key": {"gen_ai.operation.name": "chat", "http.status_code": 401},
		"tool finds nothing":  {"gen_ai.operation.name": "execute_tool", "http.status_code": 404},
		"allowed":             {"rate_limiter.status": "allowed"},
		"not limited":         {"orchestrator.rate_limited": "false"},
		"status is words":     {"gen_ai.operation.name": "chat", "http.status_code": "many"},
		"stopped":             {"gen_ai.operation.name": "chat", "gen_ai.response.finish_reasons": []any{"stop"}},
	} {
		facts, _, _ := read(t, spanWith(t, attributes))
		assert.False(t, facts.HasFault, "%s: %v", name, facts.Fault)
	}
}

func TestFaultOfStatusAndExceptions(t *testing.T) {
	span := spanWith(t, map[string]any{"gen_ai.operation.name": "chat"})
	span.Status().SetCode(ptrace.StatusCodeError)
	span.Status().SetMessage("Request timed out.")
	facts, _, _ := read(t, span)
	assert.Equal(t, signals.Timeout, facts.Fault.Leaf)

	span = spanWith(t, map[string]any{"gen_ai.operation.name": "chat"})
	event := span.Events().AppendEmpty()
	event.SetName("exception")
	event.Attributes().PutStr("exception.message", "Error code: 429 - rate limit reached for gpt-4o")
	facts, _, _ = read(t, span)
	assert.Equal(t, signals.RateLimit, facts.Fault.Leaf)
}

func TestTrueFoundryToolCall(t *testing.T) {
	span := spanWith(t, map[string]any{"toolName": "search", "status": "failed", "result": "…"})
	span.SetName("Tool Call: search")
	facts, _, _ := read(t, span)
	assert.Equal(t, spankind.Tool, facts.Kind)
	require.True(t, facts.HasFault)
	assert.Equal(t, "status=failed", facts.Fault.Source)

	assert.Equal(t, []signals.Message{
		{Role: signals.RoleToolCall, Tool: "search"},
		{Role: signals.RoleToolResult, Tool: "search", Text: "…", Failed: true},
	}, newReader().FailedTool(&facts))

	span.Attributes().PutStr("status", "success")
	facts, _, _ = read(t, span)
	assert.False(t, facts.HasFault)
}
