package trajectory

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Setting says who takes part in a dialog and when it ends. What is empty the dialog tells itself, or a default stands for it.
type Setting struct {
	// ID replaces the dialog's own, so that a dialog can be told several times.
	ID                                string
	Service, Agent, Model, User, Host string
	End                               time.Time
}

// Traces returns a trace for each turn of the user, in their order. Ids depend on the dialog's id alone, so do durations: the same
// dialog with another end gives the same spans at another time.
func Traces(d Dialog, set Setting) []ptrace.Traces {
	t := newTeller(d, set)
	var steps []step
	for i := 0; i < len(d.Messages); {
		s, next := t.step(d.Messages, i)
		steps = append(steps, s)
		i = next
	}
	turns := turnsOf(steps)
	for _, turn := range turns {
		t.at = t.at.Add(-t.lengthOf(turn))
	}
	var traces []ptrace.Traces
	for n, turn := range turns {
		traces = append(traces, t.turn(n, turn))
	}
	return traces
}

// step is what the user says, or what the model answers and its tools return.
type step struct {
	user    string
	text    string
	calls   []call
	results []string

	think     time.Duration
	durations []time.Duration
}

func turnsOf(steps []step) [][]step {
	var turns [][]step
	for _, s := range steps {
		if s.user != "" && len(turns) > 0 && hasAnswer(turns[len(turns)-1]) || len(turns) == 0 {
			turns = append(turns, nil)
		}
		turns[len(turns)-1] = append(turns[len(turns)-1], s)
	}
	return turns
}

func hasAnswer(turn []step) bool {
	for _, s := range turn {
		if s.user == "" {
			return true
		}
	}
	return false
}

// teller turns a dialog into spans.
type teller struct {
	Setting
	dialog      Dialog
	definitions string
	at          time.Time
	random      *rand.Rand
	history     history
	calls       int
	spans       int
}

func newTeller(d Dialog, set Setting) *teller {
	set.ID = cmp.Or(set.ID, d.ID)
	set.Service = cmp.Or(set.Service, d.Service, "agent")
	set.Agent = cmp.Or(set.Agent, d.AgentName, set.Service)
	set.Model = cmp.Or(set.Model, d.Model, "gpt-4o")
	sum := sha256.Sum256([]byte(set.ID))
	source := rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16]))
	random := rand.New(source) //nolint:gosec // durations, no secrets
	return &teller{Setting: set, dialog: d, definitions: definitions(d), at: set.End, random: random}
}

// step reads messages from an index and returns the index behind them.
func (t *teller) step(messages []Message, i int) (s step, next int) {
	s.think = t.between(700*time.Millisecond, 4*time.Second)
	if messages[i].From == Human {
		s.user = messages[i].Value
		s.think = t.between(4*time.Second, 40*time.Second)
		return s, i + 1
	}
	if messages[i].From == Agent {
		s.text = messages[i].Value
		i++
	}
	for ; i < len(messages) && messages[i].From == Call; i++ {
		t.calls++
		s.calls = append(s.calls, readCall(messages[i].Value, fmt.Sprintf("call_%d", t.calls)))
	}
	for ; i < len(messages) && messages[i].From == Observation; i++ {
		text := messages[i].Value
		s.results = append(s.results, strings.ToValidUTF8(text[:min(len(text), maxObservation)], ""))
		s.durations = append(s.durations, t.between(40*time.Millisecond, 900*time.Millisecond))
	}
	return s, i
}

func (t *teller) between(least, most time.Duration) time.Duration {
	return least + time.Duration(t.random.Int64N(int64(most-least)))
}

func (t *teller) lengthOf(turn []step) (length time.Duration) {
	for _, s := range turn {
		length += s.think
		for _, d := range s.durations {
			length += d
		}
	}
	return length
}

func (t *teller) turn(n int, turn []step) ptrace.Traces {
	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", t.Service)
	if t.Host != "" {
		resource.Resource().Attributes().PutStr("host.name", t.Host)
	}
	scope := resource.ScopeSpans().AppendEmpty()
	scope.Scope().SetName("trajectory")
	id := sha256.Sum256(fmt.Appendf(nil, "%s/%d", t.ID, n))
	trace := pcommon.TraceID(id[:16])
	root := t.span(scope.Spans(), trace, pcommon.SpanID{}, "invoke_agent "+t.Agent, ptrace.SpanKindInternal)
	root.Attributes().PutStr("gen_ai.operation.name", "invoke_agent")
	t.common(root)
	parent := root.SpanID()
	begun := false
	for _, s := range turn {
		if s.user != "" {
			t.at = t.at.Add(s.think)
			t.history.add(said("user", s.user))
			continue
		}
		if !begun {
			root.SetStartTimestamp(pcommon.NewTimestampFromTime(t.at))
			begun = true
		}
		t.answer(scope.Spans(), trace, parent, s)
	}
	if !begun {
		// What the user said last is known by a call that gave no answer.
		root.SetStartTimestamp(pcommon.NewTimestampFromTime(t.at))
		t.chat(scope.Spans(), trace, parent, step{})
	}
	root.SetEndTimestamp(pcommon.NewTimestampFromTime(t.at))
	return td
}

func (t *teller) span(to ptrace.SpanSlice, trace pcommon.TraceID, parent pcommon.SpanID, name string, kind ptrace.SpanKind) ptrace.Span {
	t.spans++
	id := sha256.Sum256(fmt.Appendf(nil, "%s/span/%d", t.ID, t.spans))
	span := to.AppendEmpty()
	span.SetTraceID(trace)
	span.SetSpanID(pcommon.SpanID(id[:8]))
	span.SetParentSpanID(parent)
	span.SetName(name)
	span.SetKind(kind)
	return span
}

// common is on every span.
func (t *teller) common(span ptrace.Span) {
	attributes := span.Attributes()
	attributes.PutStr("gen_ai.conversation.id", t.ID)
	attributes.PutStr("gen_ai.agent.name", t.Agent)
	if t.User != "" {
		attributes.PutStr("user.id", t.User)
	}
}

// answer adds the call of the model and those of the tools that it asks for.
func (t *teller) answer(to ptrace.SpanSlice, trace pcommon.TraceID, parent pcommon.SpanID, s step) {
	if s.text != "" || len(s.calls) > 0 {
		t.chat(to, trace, parent, s)
	}
	for i, text := range s.results {
		c := call{id: "call_0", name: "tool"}
		if i < len(s.calls) {
			c = s.calls[i]
			t.tool(to, trace, parent, c, text, s.durations[i])
		}
		t.history.add(result(c.id, text))
	}
}

func (t *teller) chat(to ptrace.SpanSlice, trace pcommon.TraceID, parent pcommon.SpanID, s step) {
	span := t.span(to, trace, parent, "chat "+t.Model, ptrace.SpanKindClient)
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(t.at))
	t.at = t.at.Add(s.think)
	span.SetEndTimestamp(pcommon.NewTimestampFromTime(t.at))
	t.common(span)
	attributes := span.Attributes()
	attributes.PutStr("gen_ai.operation.name", "chat")
	attributes.PutStr("gen_ai.provider.name", provider(t.Model))
	attributes.PutStr("gen_ai.request.model", t.Model)
	attributes.PutStr("gen_ai.response.model", t.Model)
	sent, answer := t.history.String(), ""
	if s.text != "" || len(s.calls) > 0 {
		answered := output(s.text, s.calls)
		answer = "[" + string(encoded(answered)) + "]"
		attributes.PutStr("gen_ai.output.messages", answer)
		t.history.add(answered)
	}
	const bytesPerToken = 4
	input, out := len(sent)/bytesPerToken, len(answer)/bytesPerToken
	attributes.PutInt("gen_ai.usage.input_tokens", int64(input))
	attributes.PutInt("gen_ai.usage.output_tokens", int64(out))
	const dollarsPerInput, dollarsPerOutput = 2e-6, 8e-6
	attributes.PutDouble("gen_ai.usage.cost", float64(input)*dollarsPerInput+float64(out)*dollarsPerOutput)
	if t.dialog.System != "" {
		attributes.PutStr("gen_ai.system_instructions", string(encoded([]any{textPart{"text", t.dialog.System}})))
	}
	if t.definitions != "" {
		attributes.PutStr("gen_ai.tool.definitions", t.definitions)
	}
	attributes.PutStr("gen_ai.input.messages", sent)
}

func (t *teller) tool(
	to ptrace.SpanSlice, trace pcommon.TraceID, parent pcommon.SpanID, c call, text string, took time.Duration,
) {
	span := t.span(to, trace, parent, "execute_tool "+c.name, ptrace.SpanKindInternal)
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(t.at))
	t.at = t.at.Add(took)
	span.SetEndTimestamp(pcommon.NewTimestampFromTime(t.at))
	t.common(span)
	attributes := span.Attributes()
	attributes.PutStr("gen_ai.operation.name", "execute_tool")
	attributes.PutStr("gen_ai.tool.name", c.name)
	attributes.PutStr("gen_ai.tool.call.id", c.id)
	attributes.PutStr("gen_ai.tool.call.arguments", string(c.arguments))
	attributes.PutStr("gen_ai.tool.call.result", text)
	if strings.HasPrefix(text, "Error") {
		const shown = 200
		attributes.PutStr("error.type", "tool_error")
		span.Status().SetCode(ptrace.StatusCodeError)
		span.Status().SetMessage(strings.ToValidUTF8(text[:min(len(text), shown)], ""))
	}
}

func provider(model string) string {
	switch {
	case strings.HasPrefix(model, "claude"):
		return "anthropic"
	case strings.HasPrefix(model, "grok"):
		return "x_ai"
	case strings.HasPrefix(model, "qwen"):
		return "ollama"
	}
	return "openai"
}
