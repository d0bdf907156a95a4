package planosignals

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/depth"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// signalsProcessor analyses the conversations of each batch. It is safe for
// concurrent batches.
type signalsProcessor struct {
	config   *Config
	analyzer *signals.Analyzer
	faults   *faults.Resolver
	writer   writer
	content  conversation.ContentPolicy
	meter    *meter
	batches  batchPool
}

func newProcessor(set processor.Settings, config *Config) (*signalsProcessor, error) {
	analyzer, err := signals.New(signals.Config(config.AnalysisConfig))
	if err != nil {
		return nil, err
	}
	meter, err := newMeter(set, config.Metrics)
	if err != nil {
		return nil, err
	}
	p := &signalsProcessor{
		config: config, analyzer: analyzer, writer: newWriter(config), content: newContentPolicy(config), meter: meter,
		faults: faults.NewResolver(config.Faults.MaxTraces, config.Faults.TTL, time.Now),
	}
	p.batches.new = func() *batch { return newBatch(config, analyzer) }
	return p, meter.observeEvictions(p.faults.Evictions)
}

func (p *signalsProcessor) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	b := p.batches.get()
	defer p.batches.put(b)
	p.meter.tooDeep(ctx, depth.Traces(traces))
	b.read(traces)
	p.analyzeAroundTools(b)
	b.resolve(traces, p.faults)
	for i := range b.spans {
		p.processSpan(ctx, b, &b.spans[i])
	}
	p.writer.forgetPropagated(traces)
	p.content.Apply(traces)
	return traces, nil
}

// processSpan analyses one span that has something to tell.
func (p *signalsProcessor) processSpan(ctx context.Context, b *batch, s *analyzedSpan) {
	a := s.analysis
	if a == nil || s.hasEvidence {
		a = p.analyze(b, s)
	}
	p.meter.unreadable(ctx, s.service, &a.problems)
	if a.messages == 0 && !s.hasEvidence {
		return
	}
	cut, err := p.writer.write(s.span, &a.report)
	p.meter.written(ctx, cut, err)
	p.meter.report(ctx, &a.report, originOf(s), a.dialect, a.messages)
}

// analysis is what was found in one span.
type analysis struct {
	report   signals.Report
	dialect  string
	messages int
	problems conversation.Problems
}

// analyze analyses a span's conversation and the fault that it speaks for.
func (p *signalsProcessor) analyze(b *batch, s *analyzedSpan) *analysis {
	a := &analysis{dialect: noDialect}
	var messages []signals.Message
	if p.holdsConversation(s) {
		var problems *conversation.Problems
		messages, problems = b.reader.Messages(&s.facts)
		a.dialect, a.messages, a.problems = s.facts.Dialect, len(messages), *problems
	}
	if len(messages) == 0 && !s.hasEvidence {
		return a
	}
	var evidence []signals.Evidence
	if s.hasEvidence {
		if report, ok := p.analyzeTool(b, s); ok {
			a.report = report
			return a
		}
		evidence = []signals.Evidence{s.evidence}
	}
	a.report = p.analyzer.Analyze(messages, evidence...)
	p.faults.Hold(s.span.TraceID(), failedResults(messages, &a.report))
	return a
}

func (p *signalsProcessor) holdsConversation(s *analyzedSpan) bool {
	return s.facts.HasMessages() && (s.facts.Kind == spankind.Chat || s.facts.Kind.Wraps() && p.config.AgentSpans)
}
