package conversation

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// toolFacts are the call and the result that a tool's own span holds.
type toolFacts struct {
	name      string
	id        string
	arguments pcommon.Value
	result    pcommon.Value
	has       toolContent
}

type toolContent uint8

const (
	hasArguments toolContent = 1 << iota
	hasResult
)

// genAIAttribute reads gen_ai.tool.*, without the "gen_ai." (OTel semantic conventions).
func (t *toolFacts) genAIAttribute(rest string, value pcommon.Value) {
	switch rest {
	case "tool.name":
		t.name = value.AsString()
	case "tool.call.id":
		t.id = value.AsString()
	case "tool.call.arguments":
		t.arguments, t.has = value, t.has|hasArguments
	case "tool.call.result":
		t.result, t.has = value, t.has|hasResult
	}
}

// attribute reads TrueFoundry's names, which mean a tool's on its tool calls only.
func (t *toolFacts) attribute(key string, value pcommon.Value) {
	switch key {
	case "toolName":
		t.name = value.AsString()
	case "args":
		t.arguments, t.has = value, t.has|hasArguments
	case "result":
		t.result, t.has = value, t.has|hasResult
	}
}

// FailedTool reads the call and the result of a tool's span that tells of a fault; it
// returns nothing where the span holds no result. The slice is the reader's own until its next
// call.
func (r *Reader) FailedTool(f *Facts) []signals.Message {
	t := &f.tool
	if f.Kind != KindTool || !f.HasFault || t.has&hasResult == 0 {
		return nil
	}
	b := &r.builder
	b.reset(r.limits)
	call := signals.Message{Role: signals.RoleToolCall, Tool: t.name, CallID: t.id}
	if t.has&hasArguments != 0 {
		call.Arguments, _ = b.spend(t.arguments.AsString())
	}
	text, _ := b.spend(t.result.AsString())
	b.messages = append(b.messages, call,
		signals.Message{Role: signals.RoleToolResult, Tool: t.name, CallID: t.id, Text: text, Failed: true})
	return b.messages
}
