package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// tellingKinds are the attributes that tell a span's kind and the values that do.
var tellingKinds = map[string]map[string]spankind.Kind{
	"gen_ai.operation.name": {
		"chat": spankind.Chat, "text_completion": spankind.Chat, "generate_content": spankind.Chat, "embeddings": spankind.Embeddings,
		"invoke_agent": spankind.Agent, "create_agent": spankind.Agent, "invoke_workflow": spankind.Agent, "execute_tool": spankind.Tool,
	},
	"openinference.span.kind": {
		"LLM": spankind.Chat, "EMBEDDING": spankind.Embeddings, "AGENT": spankind.Agent, "CHAIN": spankind.Step, "TOOL": spankind.Tool,
		"RETRIEVER": spankind.Step, "UNKNOWN": spankind.Other,
	},
	"traceloop.span.kind": {
		"llm": spankind.Chat, "agent": spankind.Agent, "workflow": spankind.Step, "task": spankind.Step, "tool": spankind.Tool,
	},
	"llm.request.type": {"chat": spankind.Chat, "completion": spankind.Chat, "embedding": spankind.Embeddings},
	"component":        {"llm": spankind.Chat, "agent": spankind.Agent, "orchestrator": spankind.Agent, "proxy": spankind.Other},
	"service.name.override": {
		"plano(llm)": spankind.Chat, "plano(agent)": spankind.Agent, "plano(orchestrator)": spankind.Agent, "plano(inbound)": spankind.Other,
	},
	"llm.model": {"gpt-4o": spankind.Other},
	"http.url":  {"chat": spankind.Other},
}

func TestKindOf(t *testing.T) {
	for key, values := range tellingKinds {
		for value, want := range values {
			assert.Equal(t, want, KindOf(key, pcommon.NewValueStr(value)), "%s=%s", key, value)
		}
	}
	assert.Equal(t, spankind.Other, KindOf("component", pcommon.NewValueInt(7)))
	assert.Equal(t, spankind.Other, KindOf("", pcommon.NewValueStr("chat")))
}

// failed returns the kind that a scan finds of a span that has these attributes and a fault.
func failedKind(t *testing.T, name string, attributes map[string]any) spankind.Kind {
	t.Helper()
	span := spanWith(t, attributes)
	span.SetName(name)
	span.Attributes().PutInt("http.response.status_code", 503)
	facts := newReader().Scan(span, "plano(inbound)")
	if !assert.NotNil(t, facts) {
		return spankind.Other
	}
	return facts.Kind
}

func TestScanAndKindOfAgree(t *testing.T) {
	for key, values := range tellingKinds {
		for value, want := range values {
			if key != "llm.model" {
				assert.Equal(t, want, failedKind(t, "", map[string]any{key: value}), "%s=%s", key, value)
			}
		}
	}
}

func TestKindsThatNoAttributeNames(t *testing.T) {
	messages := `[{"role":"user","content":"hi"}]`
	for _, tt := range []struct {
		why, span  string
		attributes map[string]any
		want       spankind.Kind
	}{
		{"only model calls have a model", "", map[string]any{"llm.model": "m"}, spankind.Chat},
		{"an orchestrator may name its model", "", map[string]any{"llm.model": "m", "component": "orchestrator"}, spankind.Agent},
		{"messages are those of a chat", "", map[string]any{genAIInput: messages}, spankind.Chat},
		{"unless an attribute says else", "", map[string]any{genAIInput: messages, "traceloop.span.kind": "task"}, spankind.Step},
		{"MLflow writes kinds as JSON", "", map[string]any{"mlflow.spanType": `"CHAT_MODEL"`}, spankind.Chat},
		{"most of MLflow's are functions", "", map[string]any{"mlflow.spanType": `"UNKNOWN"`, "mlflow.spanInputs": messages}, spankind.Step},
		{"a tool of MCP", "", map[string]any{"mcp.method.name": "tools/call"}, spankind.Tool},
		{"what else MCP does", "", map[string]any{"mcp.method.name": "initialize"}, spankind.Step},
		{"a call of a gateway", "", map[string]any{"tfy.span_type": "Model"}, spankind.Chat},
		{"a request around calls", "", map[string]any{"tfy.span_type": "ChatCompletion", "tfy.input": messages}, spankind.Agent},
		{"a tool of a gateway", "", map[string]any{"tfy.span_type": "MCP"}, spankind.Tool},
		{"a tool call by name", "Tool Call: find", map[string]any{"toolName": "find"}, spankind.Tool},
		{"a name alone is no tool", "Tool Call: find", nil, spankind.Other},
		{"an agent by name", "agentResponsesHandler", map[string]any{"gen_ai.operation.name": "chat"}, spankind.Agent},
	} {
		assert.Equal(t, tt.want, failedKind(t, tt.span, tt.attributes), tt.why)
	}
}

func TestTheFirstDialectDecides(t *testing.T) {
	for range 20 { // attributes come in any order
		assert.Equal(t, spankind.Agent, failedKind(t, "", map[string]any{
			"openinference.span.kind": "CHAIN", "gen_ai.operation.name": "invoke_agent", "component": "llm",
		}))
	}
}
