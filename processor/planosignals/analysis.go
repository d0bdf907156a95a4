package planosignals

import (
	"context"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// analysis is what was found in one span.
type analysis struct {
	sessions.Result
	// found is false where there is nothing to report on.
	found bool
	// dialect is that of the messages, which were read anew.
	dialect  string
	messages int
	problems conversation.Problems
}

// analyze analyses a span's conversation, the fault that it speaks for and the call that it ran.
func (p *signalsProcessor) analyze(ctx context.Context, b *batch, s *analyzedSpan) analysis {
	a := analysis{dialect: noDialect}
	holds := p.holdsConversation(s)
	silent := !holds && s.facts.Kind == spankind.Chat && p.sessions.KnowTools()
	if !holds && !s.hasEvidence && !silent && s.facts.Kind != spankind.Tool {
		return a
	}
	session := p.sessions.Open(ctx, s.session)
	defer session.Close()
	evidence := s.allEvidence()
	switch {
	case holds:
		p.analyzeConversation(b, s, session, &a)
	case silent:
		evidence = append(evidence, session.ToolEvidence(s.call())...)
	case s.facts.Kind == spankind.Tool && session.WantsTools():
		session.AddTool(s.call(), b.reader.RanTool(&s.facts))
	}
	if !a.found && len(evidence) > 0 {
		a.found = true
		a.Result = session.Note(p.reportFault(b, s, evidence), s.call())
	}
	return a
}

// analyzeConversation leaves a as it is where the span holds no messages.
func (p *signalsProcessor) analyzeConversation(b *batch, s *analyzedSpan, session *sessions.Session, a *analysis) {
	call := s.call()
	var prefixes []conversation.Prefix
	if call.WithSnippets = p.config.Events == EventsAll; !call.WithSnippets {
		prefixes = session.Prefixes()
	}
	for ok := false; !ok; prefixes, call.WithSnippets = nil, true {
		reading := b.reader.Resume(&s.facts, prefixes)
		a.dialect, a.messages, a.problems = s.facts.Dialect, len(reading.Messages), *reading.Problems
		if len(reading.Messages) == 0 && reading.Known < 0 {
			return
		}
		a.Result, ok = session.Analyze(reading, call, s.allEvidence()...)
		if ok {
			p.faults.Hold(s.span.TraceID(), failedResults(reading.Messages, &a.Result))
		}
	}
	a.found = true
}

// holdsConversation is true for spans that end an exchange, and where the settings say so for those of agents.
func (p *signalsProcessor) holdsConversation(s *analyzedSpan) bool {
	return s.facts.HasMessages() && (s.facts.Kind == spankind.Chat || s.facts.Kind.Wraps() && p.config.AgentSpans)
}

// reportFault reports on a span that holds no messages, but tells of trouble. The result of a failed tool says what
// failed, if it does.
func (p *signalsProcessor) reportFault(b *batch, s *analyzedSpan, evidence []signals.Evidence) signals.Report {
	if messages := b.reader.FailedTool(&s.facts); len(messages) > 0 {
		if report := p.analyzer.Analyze(messages); tellsOfFailure(&report) {
			return report
		}
	}
	return p.analyzer.Analyze(nil, evidence...)
}

// call is what the span tells of its call beside the messages.
func (s *analyzedSpan) call() sessions.Call {
	return sessions.Call{
		Trace: s.span.TraceID(), Span: s.span.SpanID(), Start: s.span.StartTimestamp(),
		Response: s.facts.Response, Previous: s.facts.Previous, OwnTurn: s.facts.OwnTurn, Followed: s.facts.Followed,
	}
}

func (s *analyzedSpan) allEvidence() []signals.Evidence {
	if !s.hasEvidence {
		return nil
	}
	return []signals.Evidence{s.evidence}
}
