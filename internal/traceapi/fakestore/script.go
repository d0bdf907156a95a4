package fakestore

import (
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// script is what happens in a conversation.
type script struct {
	id, session, service, agent, user, model string
	score                                    float64
	reason                                   string
	contributions                            []traceapi.Contribution
	system                                   string
	tools                                    []traceapi.ToolDefinition
	steps                                    []step
	loops                                    []traceapi.Loop
	// age is how long before the store's time it ended.
	age time.Duration
	// oneTrace keeps all turns in one trace; else each user message begins one, at most maxTraces.
	oneTrace  bool
	maxTraces int
	// extraSpans go below the first span of the first trace.
	extraSpans int
	noContent  bool
}

// step is one message with what it raised and how long it took.
type step struct {
	message traceapi.Message
	marks   []traceapi.Finding
	takes   time.Duration
}

func user(text string, marks ...traceapi.Finding) step {
	return step{traceapi.Message{Role: traceapi.RoleUser, Text: text}, marks, 20 * time.Second}
}

func answer(text string, marks ...traceapi.Finding) step {
	return step{traceapi.Message{Role: traceapi.RoleAssistant, Text: text}, marks, 2300 * time.Millisecond}
}

func call(tool, arguments string, marks ...traceapi.Finding) step {
	return step{traceapi.Message{Role: traceapi.RoleToolCall, Tool: tool, Arguments: arguments}, marks, 900 * time.Millisecond}
}

func result(tool, text string) step {
	return step{traceapi.Message{Role: traceapi.RoleToolResult, Tool: tool, Text: text}, nil, 120 * time.Millisecond}
}

func failed(tool, text string, marks ...traceapi.Finding) step {
	return step{traceapi.Message{Role: traceapi.RoleToolResult, Tool: tool, Text: text, Failed: true}, marks, 340 * time.Millisecond}
}

// mark is a signal with its words; the index of its message comes with the step.
func mark(signal, snippet, explanation string) traceapi.Finding {
	return traceapi.Finding{
		Signal: signal, Confidence: 0.9, Snippet: snippet, Rule: "en/" + leafOf(signal) + "/said", Explanation: explanation,
	}
}

func leafOf(signal string) string { return signal[strings.LastIndexByte(signal, '.')+1:] }

// quality is the word for a score, empty for one below 0.
func quality(score float64) string {
	if score < 0 {
		return ""
	}
	return signals.QualityOf(score).String()
}
