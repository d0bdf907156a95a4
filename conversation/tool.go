package conversation

import (
	"cmp"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// toolFacts are the call and the result that a tool's own span holds.
type toolFacts struct {
	name         string
	id           string
	arguments    pcommon.Value
	result       pcommon.Value
	hasArguments bool
	hasResult    bool
	// argumentsIn and resultIn are the fields of the values under which they stand; none is the whole value.
	argumentsIn, resultIn []string
}

var (
	toolName = fact{name: otelToolName, note: func(f *Facts, v pcommon.Value) { f.tool.name = value.Scalar(v) }}

	toolCallID = fact{name: otelToolCallID, note: func(f *Facts, v pcommon.Value) { f.tool.id = value.Scalar(v) }}

	toolArguments = toolArgumentsIn()
	toolResult    = toolResultIn()
)

// toolArgumentsIn and toolResultIn are for values that hold what the tool got, or returned, under the first of some fields.
func toolArgumentsIn(names ...string) fact {
	return fact{name: otelToolArguments, fields: sayEach(otelToolArguments, names), note: func(f *Facts, v pcommon.Value) {
		f.tool.arguments, f.tool.hasArguments, f.tool.argumentsIn = v, true, names
	}}
}

func toolResultIn(names ...string) fact {
	return fact{name: otelToolResult, fields: sayEach(otelToolResult, names), note: func(f *Facts, v pcommon.Value) {
		f.tool.result, f.tool.hasResult, f.tool.resultIn = v, true, names
	}}
}

// RanTool is true for the span of a tool that holds what the tool was called with.
func (f *Facts) RanTool() bool { return f.Kind == spankind.Tool && f.tool.hasArguments }

// FailedTool reads the call and the result of a tool's span that tells of a fault; it
// returns nothing where the span holds no result. The slice is the reader's own until its next
// call.
func (r *Reader) FailedTool(f *Facts) []signals.Message {
	if f.Kind != spankind.Tool || !f.HasFault {
		return nil
	}
	f.toolEvents()
	if !f.tool.hasResult {
		return nil
	}
	return r.toolMessages(f, f.tool.name)
}

// RanTool reads the call that a tool's span ran, and its result; it returns nothing where the span does not hold what the tool
// was called with and what came of it. The call of a tool that the span does not name has the span's name. The slice is the
// reader's own until its next call.
func (r *Reader) RanTool(f *Facts) []signals.Message {
	if f.Kind != spankind.Tool {
		return nil
	}
	f.toolEvents()
	if !f.tool.hasArguments || !f.tool.hasResult && !f.HasFault {
		return nil
	}
	return r.toolMessages(f, cmp.Or(f.tool.name, f.span.Name()))
}

func (r *Reader) toolMessages(f *Facts, name string) []signals.Message {
	t, b := &f.tool, &r.builder
	b.reset(r.limits)
	call := signals.Message{Role: signals.RoleToolCall, Tool: name, CallID: t.id}
	if t.hasArguments {
		call.Arguments = b.spend(textIn(b.text(t.arguments), t.argumentsIn))
	}
	result := signals.Message{Role: signals.RoleToolResult, Tool: name, CallID: t.id, Failed: f.HasFault}
	if t.hasResult {
		result.Text = b.spend(resultText(textIn(b.text(t.result), t.resultIn)))
	}
	b.messages = append(b.messages, call, result)
	r.hideToolNames(b.messages)
	return b.messages
}

// toolEvents notes what the span events of a tool hold where its attributes hold nothing: what it got is a message of the
// tool, what it returned a choice.
func (f *Facts) toolEvents() {
	for _, e := range f.span.Events().All() {
		switch e.Name() {
		case "gen_ai.tool.message":
			if v, ok := e.Attributes().Get("content"); ok && !f.tool.hasArguments {
				toolArguments.note(f, v)
			}
		case "gen_ai.choice":
			if v, ok := e.Attributes().Get("message"); ok && !f.tool.hasResult {
				toolResult.note(f, v)
			}
		}
	}
}

// textIn returns the first of some fields of a JSON object as it stands, or the whole text where it has none or that is empty.
func textIn(text string, fields []string) string {
	if len(fields) == 0 || !strings.HasPrefix(text, "{") {
		return text
	}
	if _, raw, err := fieldOf(text, fields); err == nil && raw != "" && raw != "{}" {
		return raw
	}
	return text
}

// resultText takes a text out of the JSON string or the list of text parts in which it stands.
func resultText(text string) string {
	if joined, ok := textOfParts(text); ok {
		return joined
	}
	r := jsonread.New(text)
	if plain, err := r.Text(); err == nil && r.AtEnd() {
		return plain
	}
	return text
}
