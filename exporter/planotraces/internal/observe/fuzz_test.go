package observe_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// FuzzObserve reads spans that hold a stranger's text under a key that means something, or in an event.
func FuzzObserve(f *testing.F) {
	f.Add("gen_ai.input.messages",
		`[{"role":"user","parts":[{"type":"text","content":"hi"},{"type":"blob","mime_type":"image/png","content":"="}]}]`)
	f.Add("input.value", `{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,aa=="}}]}]}`)
	f.Add("llm.tools.0.tool.json_schema", `{"type":"function","function":{"name":"x","parameters":{}}}`)
	f.Add("llm.request.functions.1.name", "find")
	f.Add("gen_ai.system_instructions", `["text"]`)
	f.Add("gen_ai.tool.definitions", `[{"function":{"function":{"name":"x"}}}]`)
	f.Add("signals.summary", "Poor (34): complained 3 times (-17), rate limited (-5)")
	f.Add("signal.metadata", `{"calls":[1,2],"compared_with":3,"tool":"x"}`)
	f.Add("langfuse.observation.cost_details", `{"total":-1}`)
	f.Add("error.type", "[42 characters]")
	reader := newReader(f)
	f.Fuzz(func(t *testing.T, key, text string) {
		span := ptrace.NewSpan()
		span.SetName("chat")
		span.Status().SetCode(ptrace.StatusCodeError)
		span.Attributes().PutStr("gen_ai.operation.name", "chat")
		span.Attributes().PutStr(key, text)
		event := span.Events().AppendEmpty()
		event.SetName("signal.execution.loops.retry")
		event.Attributes().PutStr(key, text)
		o := observe.Observe(reader, span, pcommon.NewResource(), text)
		if o == nil {
			return
		}
		assert.LessOrEqual(t, len(o.Error), 512)
		assert.True(t, utf8.ValidString(o.Error+o.Summary+o.Model+o.Agent+o.Tool+o.User))
		assert.GreaterOrEqual(t, o.Cost, 0.0)
		observe.Contributions(text)
		for i := range o.Findings {
			assert.NotEmpty(t, observe.Explain(&o.Findings[i]))
		}
		for i, attachments := range observe.Attachments(span, o.Messages) {
			assert.Less(t, i, len(o.Messages))
			for _, a := range attachments {
				assert.GreaterOrEqual(t, a.Bytes, 0)
			}
		}
		_, tools := observe.Instructions(reader, span)
		for _, tool := range tools {
			assert.NotEmpty(t, tool.Name)
		}
	})
}
