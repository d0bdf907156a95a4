package faults

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestSameCall(t *testing.T) {
	onSpan := NewToolResult("call_1", "get_invoice", "Error: not an integer")
	for name, tt := range map[string]struct {
		inChat ToolResult
		want   bool
	}{
		"id":                      {NewToolResult("call_1", "", "cut"), true},
		"id and text":             {NewToolResult("call_1", "get_invoice", "Error: not an integer"), true},
		"another id":              {NewToolResult("call_2", "get_invoice", "Error: not an integer"), false},
		"text without an id":      {NewToolResult("", "get_invoice", "Error: not an integer"), true},
		"text without a tool":     {NewToolResult("", "", "Error: not an integer"), true},
		"text as a JSON string":   {NewToolResult("", "get_invoice", ` "Error: not an integer"`), true},
		"text of another tool":    {NewToolResult("", "get_user", "Error: not an integer"), false},
		"another text":            {NewToolResult("", "get_invoice", "Error: no such invoice"), false},
		"the tool alone":          {NewToolResult("", "get_invoice", ""), true},
		"another tool alone":      {NewToolResult("", "get_user", ""), false},
		"nothing":                 {NewToolResult("", "", ""), false},
		"text that is cut JSON":   {NewToolResult("", "get_invoice", `"Error: not an integer`), false},
		"text with the quotes on": {NewToolResult("", "get_invoice", `"\"Error: not an integer\""`), false},
	} {
		assert.Equal(t, tt.want, onSpan.sameCall(tt.inChat), name)
		assert.Equal(t, tt.want, tt.inChat.sameCall(onSpan), name)
	}
	assert.False(t, NewToolResult("", "get_invoice", "").sameCall(NewToolResult("", "get_invoice", "")))
}

func TestAFailedToolIsSilentWhereAChatTellsOfIt(t *testing.T) {
	timeout := Fault{Leaf: signals.Timeout, Failed: true, rank: rankNamed}
	told := map[int]signals.Leaf{0: signals.Timeout}
	for name, tt := range map[string]struct {
		trace, chatTrace byte
		spanID           byte
		kind             spankind.Kind
		call             string
		want             map[int]signals.Leaf
	}{
		"its call":        {trace: 1, chatTrace: 1, spanID: 1, kind: spankind.Tool, call: "a", want: map[int]signals.Leaf{}},
		"no span id":      {trace: 1, chatTrace: 1, spanID: 0, kind: spankind.Tool, call: "a", want: map[int]signals.Leaf{}},
		"another call":    {trace: 1, chatTrace: 1, spanID: 1, kind: spankind.Tool, call: "b", want: told},
		"another trace":   {trace: 1, chatTrace: 2, spanID: 1, kind: spankind.Tool, call: "a", want: told},
		"without a trace": {trace: 0, chatTrace: 0, spanID: 1, kind: spankind.Tool, call: "a", want: told},
		"no tool":         {trace: 1, chatTrace: 1, spanID: 1, kind: spankind.Other, call: "a", want: told},
	} {
		r := newResolver()
		r.Hold(pcommon.TraceID{tt.chatTrace}, []ToolResult{NewToolResult("a", "", "")})
		b := newBatch()
		b.add(tt.trace, tt.spanID, 9, tt.kind, &timeout)
		b.given[0].Result = NewToolResult(tt.call, "", "")
		assert.Equal(t, tt.want, b.tell(r), name)
		assert.Equal(t, tt.want, b.tell(r), name)
	}
}

func TestAFailedToolKeepsToWhatItTold(t *testing.T) {
	r := newResolver()
	b := newBatch()
	b.add(1, 1, 9, spankind.Tool, &vague)
	b.given[0].Result = NewToolResult("a", "", "")
	want := map[int]signals.Leaf{0: signals.APIError}
	assert.Equal(t, want, b.tell(r))
	r.Hold(pcommon.TraceID{1}, []ToolResult{NewToolResult("a", "", "")})
	assert.Equal(t, want, b.tell(r), "a chat came later")
}

func TestASilentToolStaysSilent(t *testing.T) {
	r := newResolver()
	trace := pcommon.TraceID{1}
	r.Hold(trace, []ToolResult{NewToolResult("a", "", "")})
	b := newBatch()
	b.add(1, 1, 9, spankind.Tool, &vague)
	b.given[0].Result = NewToolResult("a", "", "")
	assert.Empty(t, b.tell(r))
	for n := range maxResults {
		r.Hold(trace, []ToolResult{NewToolResult(string(rune('b'+n)), "", "")})
	}
	assert.Empty(t, b.tell(r), "its result was forgotten")
}
