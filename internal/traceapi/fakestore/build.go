package fakestore

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const system = "openai"

// add makes a conversation of a script, with its traces; the caller holds the lock or is alone.
func (s *Store) add(one script) *item {
	var took time.Duration
	for _, st := range one.steps {
		took += st.takes
	}
	b := builder{script: one, at: s.now.Add(-one.age - took), number: len(s.items)}
	b.run()
	it := b.item()
	s.items = append(s.items, it)
	s.byID[one.id] = it
	for _, t := range b.traces {
		s.traces = append(s.traces, t)
		s.byTrace[t.summary.TraceID] = t
	}
	return it
}

// builder plays a script.
type builder struct {
	script
	at       time.Time
	number   int
	spans    int
	messages []traceapi.Message
	findings []traceapi.Finding
	traces   []*trace
	tokens   traceapi.Tokens
	cost     float64
	errors   int
	turns    int
	calls    int
}

func (b *builder) run() {
	for i := range b.steps {
		b.play(i, &b.steps[i])
	}
	for _, t := range b.traces {
		root := &t.trace.Spans[0]
		for _, sp := range t.trace.Spans {
			root.End = max(root.End, sp.End)
		}
		t.summary.DurationNS = root.End - root.Start
		t.summary.Spans = len(t.trace.Spans)
		t.summary.Quality = quality(b.score)
	}
}

func (b *builder) play(i int, st *step) {
	m := st.message
	m.Index = i
	if m.Role == traceapi.RoleUser {
		b.turns++
	}
	if len(b.traces) == 0 || m.Role == traceapi.RoleUser && !b.oneTrace && (b.maxTraces == 0 || len(b.traces) < b.maxTraces) {
		b.begin()
	}
	start := b.at
	b.at = b.at.Add(st.takes)
	t := b.traces[len(b.traces)-1]
	span := b.span(&t.trace, &m, start)
	m.TraceID, m.SpanID, m.Time = t.summary.TraceID, span.SpanID, b.at.UnixNano()
	if m.Role == traceapi.RoleUser || m.Role == traceapi.RoleToolResult {
		m.Time = start.UnixNano()
	}
	if m.Failed {
		b.errors++
		t.summary.Errors++
	}
	for _, f := range st.marks {
		f.Message, f.Tool, f.TraceID, f.SpanID, f.Time = i, m.Tool, m.TraceID, m.SpanID, m.Time
		if b.noContent {
			f.Message, f.Snippet, f.Source = -1, "", "error.type"
		}
		b.findings = append(b.findings, f)
		span.Events = append(span.Events, traceapi.Event{Name: "signal." + f.Signal, Time: m.Time, Attributes: []traceapi.Attribute{
			text("signal.type", f.Signal), number("signal.message_index", int64(f.Message)), text("signal.snippet", f.Snippet),
		}})
	}
	if !b.noContent {
		b.messages = append(b.messages, m)
	}
}

// begin starts a trace with the span of the agent.
func (b *builder) begin() {
	id := fmt.Sprintf("%04x%04x%024x", 0xc000+b.number, len(b.traces)+1, b.number*1000+len(b.traces))
	name := strings.TrimSpace("invoke_agent " + b.agent)
	t := &trace{
		summary: traceapi.TraceSummary{TraceID: id, Name: name, Service: b.service, Start: b.at.UnixNano(), Conversations: []string{b.id}},
		trace:   traceapi.Trace{TraceID: id, Conversations: []string{b.id}},
	}
	b.traces = append(b.traces, t)
	root := b.newSpan(id, name, "agent", b.at)
	root.SpanKind = "server"
	root.Attributes = append(root.Attributes, text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.agent.name", b.agent),
		text("signals.quality", quality(b.score)), double("signals.quality_score", b.score), text("signals.summary", b.summary()))
	t.trace.Spans = append(t.trace.Spans, root)
	if len(b.traces) > 1 {
		return
	}
	for i := len(t.trace.Spans); i < b.extraSpans; i++ {
		at := b.at.Add(time.Duration(i) * 3 * time.Millisecond)
		span := b.newSpan(id, fmt.Sprintf("GET /pages/%d", i), "", at)
		span.ParentSpanID = t.trace.Spans[(i-1)/4].SpanID
		span.End = at.Add(time.Duration(5+i%50) * time.Millisecond).UnixNano()
		span.SpanKind = "client"
		if i%97 == 0 {
			span.StatusCode, span.StatusMessage = "error", "connection reset by peer"
		}
		t.trace.Spans = append(t.trace.Spans, span)
	}
}

func (b *builder) newSpan(traceID, name, kind string, at time.Time) traceapi.Span {
	b.spans++
	return traceapi.Span{
		TraceID: traceID, SpanID: fmt.Sprintf("%08x%08x", 0x51a0000+b.number, b.spans), Name: name, Kind: kind, Service: b.service,
		Start: at.UnixNano(), End: at.UnixNano(), Scope: "opentelemetry.instrumentation.openai_v2", ScopeVersion: "2.1b0",
		Attributes: []traceapi.Attribute{text("session.id", b.session), text("user.id", b.user)},
		Resource:   []traceapi.Attribute{text("service.name", b.service), text("host.name", "demo-1"), text("telemetry.sdk.language", "python")},
	}
}

// span returns the span that holds a message: a new one, except that a call has that of the answer before.
func (b *builder) span(t *traceapi.Trace, m *traceapi.Message, start time.Time) *traceapi.Span {
	switch m.Role {
	case traceapi.RoleToolCall:
		b.calls++
		m.CallID = fmt.Sprintf("call_%d", b.calls)
		b.model(t, m, start)
	case traceapi.RoleAssistant:
		b.model(t, m, start)
	case traceapi.RoleToolResult:
		m.CallID = fmt.Sprintf("call_%d", b.calls)
		span := b.newSpan(t.TraceID, "execute_tool "+m.Tool, "tool", start)
		span.End, span.ParentSpanID, span.SpanKind = b.at.UnixNano(), t.Spans[0].SpanID, "internal"
		span.Attributes = append(span.Attributes, text("gen_ai.operation.name", "execute_tool"),
			text("gen_ai.tool.name", m.Tool), text("gen_ai.tool.call.id", m.CallID))
		if m.Failed {
			span.StatusCode, span.StatusMessage = "error", m.Text
		}
		m.DurationNS = span.End - span.Start
		t.Spans = append(t.Spans, span)
	default:
		return &t.Spans[0]
	}
	return &t.Spans[len(t.Spans)-1]
}

func (b *builder) model(t *traceapi.Trace, m *traceapi.Message, start time.Time) {
	tokens := traceapi.Tokens{Input: int64(400 + 180*m.Index%20_000), Output: int64(20 + len(m.Text)/4 + len(m.Arguments)/4)}
	if m.Index > 3 {
		tokens.Cached = tokens.Input / 2
	}
	span := b.newSpan(t.TraceID, "chat "+b.script.model, "model", start)
	span.End, span.ParentSpanID, span.SpanKind, span.StatusCode = b.at.UnixNano(), t.Spans[0].SpanID, "client", "ok"
	span.Attributes = append(span.Attributes, text("gen_ai.operation.name", "chat"), text("gen_ai.provider.name", system),
		text("gen_ai.request.model", b.script.model), number("gen_ai.usage.input_tokens", tokens.Input),
		number("gen_ai.usage.output_tokens", tokens.Output), yes("llm.is_streaming", true))
	m.Model, m.Tokens, m.DurationNS = b.script.model, &tokens, span.End-span.Start
	m.Cost = float64(tokens.Input)*0.15e-6 + float64(tokens.Output)*0.6e-6
	b.tokens.Input += tokens.Input
	b.tokens.Output += tokens.Output
	b.tokens.Cached += tokens.Cached
	b.cost += m.Cost
	t.Spans = append(t.Spans, span)
}

func (b *builder) summary() string {
	parts := make([]string, 0, len(b.contributions))
	for _, c := range b.contributions {
		parts = append(parts, fmt.Sprintf("%s (%+g)", c.Text, c.Points))
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing stands out")
	}
	return fmt.Sprintf("%s (%g): %s", quality(b.score), b.score, strings.Join(parts, ", "))
}

func (b *builder) item() *item {
	start := b.traces[0].summary.Start
	c := traceapi.Conversation{
		ConversationSummary: traceapi.ConversationSummary{
			ID: b.id, Session: b.session, Quality: quality(b.score), Score: b.score, Reason: b.reason, Service: b.service, Agent: b.agent,
			User: b.user, Models: []string{b.script.model}, Turns: b.turns, Tokens: b.tokens, Cost: b.cost, Start: start, End: b.at.UnixNano(),
			DurationNS: b.at.UnixNano() - start, Traces: len(b.traces), Errors: b.errors, NoContent: b.noContent, Signals: countSignals(b.findings),
		},
		Summary: b.summary(), Contributions: b.contributions, Findings: b.findings, Loops: b.loops, MessageCount: len(b.messages),
		SystemInstructions: b.system, Tools: b.tools, Content: "kept",
	}
	if b.noContent {
		c.Content, c.Loops, c.SystemInstructions, c.Tools = "absent", nil, "", nil
	}
	for _, l := range c.Loops {
		c.Waste = &traceapi.Waste{Tokens: l.Tokens, DurationMS: l.DurationNS / 1e6, USD: l.USD}
	}
	var all strings.Builder
	for _, m := range b.messages {
		if m.Role == traceapi.RoleUser && c.FirstMessage == "" {
			c.FirstMessage = excerpt(m.Text)
		}
		if m.Role == traceapi.RoleAssistant {
			c.LastAnswer = excerpt(m.Text)
		}
		all.WriteString(strings.ToLower(m.Text + "\n" + m.Arguments + "\n"))
	}
	for _, t := range b.traces {
		c.TraceList = append(c.TraceList, t.summary)
		c.Spans += t.summary.Spans
	}
	return &item{conversation: c, messages: b.messages, text: all.String()}
}

func excerpt(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), 200)])
}

func countSignals(findings []traceapi.Finding) []traceapi.SignalCount {
	var counts []traceapi.SignalCount
	for _, f := range findings {
		at := slices.IndexFunc(counts, func(c traceapi.SignalCount) bool { return c.Signal == f.Signal })
		if at < 0 {
			at = len(counts)
			counts = append(counts, traceapi.SignalCount{Signal: f.Signal})
		}
		counts[at].Count++
	}
	return counts
}
