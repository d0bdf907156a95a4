package conversation

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	mastraRunInput         = "mastra.agent_run.input"
	mastraRunOutput        = "mastra.agent_run.output"
	mastraGenerationInput  = "mastra.model_generation.input"
	mastraGenerationOutput = "mastra.model_generation.output"
	mastraStepInput        = "mastra.model_step.input"
	mastraStepOutput       = "mastra.model_step.output"
)

// mastra is that of Mastra since 1.0: what goes into each of its spans and comes out. The span of a model's call holds the
// text of its answer and no more, so the step around it stands for a call that others follow, and the generation around all
// steps, which alone has the history in full, for the last one.
var mastra = dialect{
	name:    "mastra",
	senders: []sender{{"Mastra", "1.71"}},
	marks:   []string{mastraSpan},
	content: []content{
		{key: "mastra.*", fields: []string{"input", "output", "instructions"}},
		{key: "mastra.metadata.body"},
		{key: mastraRunInput, holds: history},
		{key: mastraRunOutput, holds: answer},
		{key: mastraGenerationInput, holds: history},
		{key: mastraGenerationOutput, holds: answer},
		{key: mastraStepInput, holds: history},
		{key: mastraStepOutput, holds: answer},
	},
	kinds: map[string]map[string]spankind.Kind{
		"gen_ai.operation.name":          {"model_generation": spankind.Chat, "model.step": spankind.Chat}, // the latter before 1.0
		"mastra.model_step.is_continued": {"true": spankind.Chat},
	},
	sessions: []sessionKey{{"mastra.metadata.sessionId", ofSession, 100}},
	read:     readMastra,
}

// readMastra reads the input of a run, a generation or a step, messages or a request that holds them, and the output.
func readMastra(b *builder, f *Facts) {
	attributes := f.span.Attributes()
	input := b.textAt(attributes, mastraGenerationInput, mastraRunInput, mastraStepInput)
	output := b.textAt(attributes, mastraGenerationOutput, mastraRunOutput, mastraStepOutput)
	if _, isStep := attributes.Get(mastraStepInput); isStep {
		b.keep = isNoMastraPlaceholder
	}
	b.readSides(len(input)+len(output),
		func(newest bool) { b.readExchange(input, signals.RoleUser, newest) },
		func(newest bool) { b.readOne(newest, func() { b.readMastraOutput(output) }) })
}

// readMastraOutput reads {"text": ..., "toolCalls": [...]}. The calls of all steps of a generation stand before what it says in
// the end.
func (b *builder) readMastraOutput(output string) {
	if output == "" {
		return
	}
	d := &b.draft
	d.reset()
	d.role = signals.RoleAssistant.String()
	text := ""
	b.json.Reset(output)
	err := b.json.Object(func(key string) error {
		var err error
		switch key {
		case "text":
			text, err = b.json.TextOrRaw()
		case "toolCalls":
			err = b.readToolCalls(&b.json)
		default:
			_, err = b.json.Raw()
		}
		return err
	})
	d.addText(text)
	b.finish(d)
	if err != nil {
		b.problems.addError(err)
	}
}

// isNoMastraPlaceholder is false for "[tool: NAME][tool: NAME]", which stands for the calls in the history of a step, and
// "[tool-result: NAME]", which stands for their results. Behind a text it cuts them off.
func isNoMastraPlaceholder(m *signals.Message) bool {
	switch m.Role {
	case signals.RoleToolResult:
		return !strings.HasPrefix(m.Text, "[tool-result: ")
	case signals.RoleAssistant:
		m.Text = withoutCalls(m.Text)
		return m.Text != ""
	case signals.RoleUser, signals.RoleToolCall:
	}
	return true
}

func withoutCalls(text string) string {
	for strings.HasSuffix(text, "]") {
		start := strings.LastIndex(text, "[tool: ")
		if start < 0 || !isToolName(text[start+len("[tool: "):len(text)-1]) {
			break
		}
		text = text[:start]
	}
	return text
}
