package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNormalizedDialects holds what each dialect tells against the names of the conventions.
func TestNormalizedDialects(t *testing.T) {
	for _, tt := range []struct {
		name string
		span map[string]any
		want map[string]any
		gone []string // with the sender's own attributes
	}{
		{
			name: "OpenInference",
			span: map[string]any{
				"openinference.span.kind": "LLM", "llm.provider": "azure", "llm.system": "openai", "llm.model_name": "gpt-4o",
				"llm.response.model_name": "gpt-4o-2024", "llm.finish_reason": "stop", "llm.token_count.prompt": 42,
				"llm.token_count.prompt_details.cache_read": 2, "llm.token_count.prompt_details.cache_write": 3,
				"llm.token_count.completion": 17, "llm.token_count.completion_details.reasoning": 5, "session.id": "s1",
				"llm.invocation_parameters": `{"temperature":0.1,"top_p":1,"max_tokens":512,"stop":["a"],"tools":[{"temperature":9}]}`,
			},
			want: map[string]any{
				"gen_ai.operation.name": "chat", "gen_ai.provider.name": "azure.ai.openai", "gen_ai.request.model": "gpt-4o",
				"gen_ai.response.model": "gpt-4o-2024", "gen_ai.response.finish_reasons": []any{"stop"},
				"gen_ai.usage.input_tokens": int64(42), "gen_ai.usage.output_tokens": int64(17),
				"gen_ai.usage.cache_read.input_tokens": int64(2), "gen_ai.usage.cache_creation.input_tokens": int64(3),
				"gen_ai.usage.reasoning.output_tokens": int64(5), "gen_ai.conversation.id": "s1",
				"gen_ai.request.temperature": 0.1, "gen_ai.request.top_p": 1.0, "gen_ai.request.max_tokens": int64(512),
			},
			gone: []string{
				"llm.provider", "llm.model_name", "llm.response.model_name", "llm.finish_reason",
				"llm.token_count.prompt", "llm.token_count.prompt_details.cache_read",
				"llm.token_count.prompt_details.cache_write", "llm.token_count.completion",
				"llm.token_count.completion_details.reasoning",
			},
		},
		{
			name: "a tool of OpenInference",
			span: map[string]any{
				"openinference.span.kind": "TOOL", "tool.name": "read_file", "tool.description": "reads", "tool_call.id": "call_1",
				"input.value": `{"path":"a"}`, "output.value": `{"lc":1,"kwargs":{"content":"text"}}`,
			},
			want: map[string]any{
				"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "read_file", "gen_ai.tool.call.id": "call_1",
				"gen_ai.tool.description": "reads", "gen_ai.tool.call.arguments": `{"path":"a"}`, "gen_ai.tool.call.result": "text",
			},
			gone: []string{
				"tool.name", "tool.description", "tool_call.id", "input.value", "output.value",
			},
		},
		{
			name: "Vercel's embeddings",
			span: map[string]any{
				"ai.operationId": "ai.embed.doEmbed", "ai.model.id": "embed-3", "ai.model.provider": "google.generative-ai",
				"ai.usage.tokens": 3, "ai.value": `"text"`,
			},
			want: map[string]any{
				"gen_ai.operation.name": "embeddings", "gen_ai.provider.name": "gcp.gemini", "gen_ai.request.model": "embed-3",
			},
			gone: []string{"ai.model.id", "ai.model.provider"},
		},
		{
			name: "OpenLLMetry's workflow",
			span: map[string]any{"traceloop.span.kind": "workflow", "traceloop.entity.name": "chat", "traceloop.workflow.name": "support"},
			want: map[string]any{"gen_ai.operation.name": "invoke_workflow", "gen_ai.workflow.name": "support"},
			gone: []string{"traceloop.workflow.name"},
		},
		{
			name: "OpenLLMetry's tool",
			span: map[string]any{
				"traceloop.span.kind": "tool", "traceloop.entity.name": "read_file",
				"traceloop.entity.input": `{"args":[],"kwargs":{"path":"a"}}`, "traceloop.entity.output": `"12 passed\n"`,
			},
			want: map[string]any{
				"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "read_file",
				"gen_ai.tool.call.arguments": `{"path":"a"}`, "gen_ai.tool.call.result": "12 passed\n",
			},
			gone: []string{"traceloop.entity.name", "traceloop.entity.input", "traceloop.entity.output"},
		},
		{
			name: "Langfuse",
			span: map[string]any{
				"langfuse.observation.type": "generation", "langfuse.observation.model.name": "gpt-4o", "langfuse.session.id": "s1",
				"langfuse.observation.model.parameters": `{"temperature":"0.5","n":2}`,
				"langfuse.observation.usage_details":    `{"input":42,"output":17,"total":59,"input_cached_tokens":7}`,
				"langfuse.observation.input":            "hello", "langfuse.observation.output": "bye",
				"langfuse.observation.metadata.instructions": "be kind",
			},
			want: map[string]any{
				"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.conversation.id": "s1",
				"gen_ai.request.temperature": 0.5, "gen_ai.request.choice.count": int64(2),
				"gen_ai.usage.input_tokens": int64(42), "gen_ai.usage.output_tokens": int64(17),
				"gen_ai.usage.cache_read.input_tokens": int64(7),
				"gen_ai.system_instructions":           `[{"type":"text","content":"be kind"}]`,
				"gen_ai.input.messages":                `[{"role":"user","parts":[{"type":"text","content":"hello"}]}]`,
				"gen_ai.output.messages":               `[{"role":"assistant","parts":[{"type":"text","content":"bye"}]}]`,
			},
			gone: []string{
				"langfuse.observation.model.name", "langfuse.observation.input", "langfuse.observation.output",
				"langfuse.observation.metadata.instructions",
			},
		},
		{
			name: "conventions up to 1.36",
			span: map[string]any{
				"gen_ai.system": "az.ai.inference", "gen_ai.usage.prompt_tokens": "42", "gen_ai.usage.completion_tokens": 17,
				"gen_ai.openai.request.seed": 7, "gen_ai.prompt": "hello", "gen_ai.completion": "bye",
			},
			want: map[string]any{
				"gen_ai.operation.name": "chat", "gen_ai.provider.name": "azure.ai.inference", "gen_ai.request.seed": int64(7),
				"gen_ai.usage.input_tokens": int64(42), "gen_ai.usage.output_tokens": int64(17),
				"gen_ai.input.messages":  `[{"role":"user","parts":[{"type":"text","content":"hello"}]}]`,
				"gen_ai.output.messages": `[{"role":"assistant","parts":[{"type":"text","content":"bye"}]}]`,
			},
			gone: []string{
				"gen_ai.system", "gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens",
				"gen_ai.openai.request.seed", "gen_ai.prompt", "gen_ai.completion",
			},
		},
		{
			name: "Plano",
			span: map[string]any{
				"llm.model": "openai/gpt-4o", "llm.temperature": "0.1", "plano.session_id": "s1", "llm.user_message_preview": "Hi, I ne",
			},
			want: map[string]any{
				"gen_ai.operation.name": "chat", "gen_ai.request.model": "openai/gpt-4o", "gen_ai.request.temperature": 0.1,
				"gen_ai.conversation.id": "s1",
			},
			gone: []string{"llm.model", "llm.temperature"},
		},
		{
			name: "MLflow",
			span: map[string]any{
				"mlflow.spanType": `"TOOL"`, "mlflow.spanInputs": `{"a":1}`, "mlflow.llm.model": `"gpt-4o"`, "mlflow.llm.provider": `"openai"`,
				"mlflow.chat.tokenUsage": map[string]any{"input_tokens": 42, "output_tokens": 17},
			},
			want: map[string]any{
				"gen_ai.operation.name": "execute_tool", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o",
				"gen_ai.usage.input_tokens": int64(42), "gen_ai.usage.output_tokens": int64(17), "gen_ai.tool.call.arguments": `{"a":1}`,
			},
			gone: []string{"mlflow.llm.model", "mlflow.llm.provider", "mlflow.spanInputs"},
		},
		{
			name: "values of another form under the names of the conventions",
			span: map[string]any{
				"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": "42", "gen_ai.request.temperature": "warm",
				"gen_ai.response.finish_reasons": `["stop"]`, "gen_ai.provider.name": "openai.responses",
				"gen_ai.system_instructions": "be kind", "gen_ai.request.model": "gpt-4o", "llm.model_name": "another",
			},
			want: map[string]any{
				"gen_ai.usage.input_tokens": int64(42), "gen_ai.request.temperature": "warm", "gen_ai.provider.name": "openai",
				"gen_ai.response.finish_reasons": []any{"stop"},
				"gen_ai.system_instructions":     `[{"type":"text","content":"be kind"}]`, "gen_ai.request.model": "gpt-4o",
				"llm.model_name": "another",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			span := spanWith(t, tt.span)
			kept := span.Attributes().AsRaw()
			for key, v := range tt.want {
				kept[key] = v
			}
			assert.Equal(t, kept, normalized(span, false).Attributes().AsRaw())
			removed := normalized(span, true).Attributes().AsRaw()
			for _, key := range tt.gone {
				assert.NotContains(t, removed, key)
				delete(kept, key)
			}
			assert.Equal(t, kept, removed)
		})
	}
}

// TestOtherSpansAreNotTouched takes spans that have names in common with spans of models.
func TestOtherSpansAreNotTouched(t *testing.T) {
	for _, attributes := range []map[string]any{
		{"session.id": "of a browser", "http.request.method": "GET"},
		{"input": "of a form", "output": "of it", "status": "failed"},
		{"args": "of a shell", "result": "0", "toolCallId": "1"},
		{},
	} {
		span := spanWith(t, attributes)
		span.SetName("shop")
		assert.Equal(t, span.Attributes().AsRaw(), normalized(span, true).Attributes().AsRaw())
	}
}
