package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func failedCall(tool, id, arguments, text string) []signals.Message {
	failed := result(id, text)
	failed.Tool, failed.Failed = tool, true
	return []signals.Message{call(tool, id, arguments), failed}
}

func TestFailedTools(t *testing.T) {
	for _, tt := range []struct {
		sender, span string
		attributes   map[string]any
		want         []signals.Message
	}{
		{
			"OpenLLMetry", "find.tool",
			map[string]any{
				"traceloop.span.kind": "tool", "traceloop.entity.name": "find",
				"traceloop.entity.input": `{"args":[],"kwargs":{"q":1}}`, "traceloop.entity.output": `"no such \"row\""`,
			},
			failedCall("find", "", `{"q":1}`, `no such "row"`),
		},
		{
			"OpenLLMetry, of MCP", "find.tool",
			map[string]any{
				"traceloop.span.kind": "tool", "traceloop.entity.name": "find",
				"traceloop.entity.input": `{"tool_name":"find","arguments":{"q":1}}`, "traceloop.entity.output": `{"result":"no such row"}`,
			},
			failedCall("find", "", `{"q":1}`, "no such row"),
		},
		{
			"OpenLLMetry, positional", "find.tool",
			map[string]any{
				"traceloop.span.kind": "tool", "traceloop.entity.name": "find",
				"traceloop.entity.input": `{"args":[1],"kwargs":{}}`, "traceloop.entity.output": `{"rows":0}`,
			},
			failedCall("find", "", `{"args":[1],"kwargs":{}}`, `{"rows":0}`),
		},
		{
			"MLflow", "find",
			map[string]any{"mlflow.spanType": `"TOOL"`, "mlflow.spanInputs": `{"q":1}`, "mlflow.spanOutputs": `"no such row"`},
			failedCall("", "", `{"q":1}`, "no such row"),
		},
		{
			"TrueFoundry", "Tool Call: find",
			map[string]any{"toolName": "find", "args": `{"q":1}`, "result": "no such row", "status": "failed"},
			failedCall("find", "", `{"q":1}`, "no such row"),
		},
		{
			"TrueFoundry, later", "MCP: find",
			map[string]any{
				"tfy.span_type": "MCP", "tfy.mcp_server.primitive_name": "find", "tfy.mcp_server.is_tool_call_execution_error": true,
				"tfy.input":  `{"name":"find","arguments":{"q":1}}`,
				"tfy.output": `{"content":[{"type":"text","text":"no such row"}],"isError":true}`,
			},
			failedCall("find", "", `{"q":1}`, "no such row"),
		},
		{
			"MCP, by OpenTelemetry", "tools/call find",
			map[string]any{
				"mcp.method.name": "tools/call", "gen_ai.tool.name": "find", "gen_ai.tool.call.id": "c1",
				"gen_ai.tool.call.arguments": map[string]any{"q": int64(1)}, "gen_ai.tool.call.result": "no such row",
			},
			failedCall("find", "c1", `{"q":1}`, "no such row"),
		},
		{
			"MCP, by Sentry", "tools/call find",
			map[string]any{
				"mcp.method.name": "tools/call", "mcp.tool.name": "find", "mcp.tool.result.is_error": true,
				"mcp.request.arguments": `{"q":1}`, "mcp.tool.result.content": `[{"type":"text","text":"no such row"}]`,
			},
			failedCall("find", "", `{"q":1}`, "no such row"),
		},
	} {
		t.Run(tt.sender, func(t *testing.T) {
			span := spanWith(t, tt.attributes)
			span.SetName(tt.span)
			if _, ok := tt.attributes["tfy.span_type"]; !ok {
				span.Status().SetCode(ptrace.StatusCodeError)
			}
			r := newReader()
			facts := r.Scan(span, "app")
			require.NotNil(t, facts)
			assert.Equal(t, spankind.Tool, facts.Kind)
			require.True(t, facts.HasFault)
			assert.Equal(t, tt.want, r.FailedTool(facts))
		})
	}
}

func TestFailedToolsInSpanEvents(t *testing.T) {
	span := spanWith(t, map[string]any{
		"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find", "gen_ai.tool.call.id": "c1", "gen_ai.tool.status": "error",
	})
	r := newReader()
	assert.Empty(t, r.FailedTool(r.Scan(span, "app")), "nothing is told of what it returned")
	for _, e := range [][3]string{
		{"gen_ai.tool.message", "content", `{"q":1}`}, {"gen_ai.choice", "message", `[{"text":"no such"},{"text":"row"}]`},
	} {
		event := span.Events().AppendEmpty()
		event.SetName(e[0])
		event.Attributes().PutStr(e[1], e[2])
	}
	assert.Equal(t, failedCall("find", "c1", `{"q":1}`, "no such\nrow"), r.FailedTool(r.Scan(span, "app")))
}
