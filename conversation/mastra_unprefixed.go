package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// mastraSpan tells that a span is one of Mastra's, and what it stands for.
const mastraSpan = "mastra.span.type"

// mastraUnprefixed is that of Mastra before 1.0, under names that others use, too. The input of a step is the request as the
// provider got it.
var mastraUnprefixed = dialect{
	name:    "mastra_unprefixed",
	senders: []sender{{"Mastra", "0.24"}},
	only:    mastraSpan,
	content: []content{
		{key: "input", beside: mastraSpan, holds: history},
		{key: "output", beside: mastraSpan, holds: answer},
		{key: "body", beside: mastraSpan},
		{key: "instructions", beside: mastraSpan},
	},
	kinds: map[string]map[string]spankind.Kind{
		mastraSpan: {
			"agent_run": spankind.Agent, "model_generation": spankind.Agent, "model_inference": spankind.Step,
			"model_step": spankind.Step, "model_chunk": spankind.Step, "tool_call": spankind.Tool, "mcp_tool_call": spankind.Tool,
			"workflow_run": spankind.Step, "workflow_step": spankind.Step, "processor_run": spankind.Step, "generic": spankind.Step,
		},
	},
	sessions: []sessionKey{{"sessionId", ofSession, 140}},
	read:     readMastraUnprefixed,
}

// mastraTooDeep stands in place of what is nested too deep, such as the calls in the history of a step.
const mastraTooDeep = "[MaxDepth]"

// readMastraUnprefixed reads the messages of a run or a generation, or the request {"body": ...} of a step, and the output.
func readMastraUnprefixed(b *builder, f *Facts) {
	input, output := b.textAt(f.span.Attributes(), "input"), b.textAt(f.span.Attributes(), "output")
	if field, body, err := fieldOf(input, []string{"body"}); err == nil && field != "" {
		input = body
	}
	b.keep = func(m *signals.Message) bool { return m.Tool != mastraTooDeep && m.Text != mastraTooDeep }
	b.readSides(len(input)+len(output),
		func(newest bool) { b.readExchange(input, signals.RoleUser, newest) },
		func(newest bool) { b.readOne(newest, func() { b.readMastraOutput(output) }) })
}
