package planosignals

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// signalsProcessor analyses the conversations of each batch. It is safe for
// concurrent batches.
type signalsProcessor struct {
	config   *Config
	analyzer *signals.Analyzer
	faults   *faults.Resolver
	writer   writer
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
		config: config, analyzer: analyzer, writer: newWriter(config), meter: meter,
		faults: faults.NewResolver(config.Faults.MaxTraces, config.Faults.TTL, time.Now),
	}
	p.batches.new = func() *batch { return newBatch(conversation.Limits(config.LimitsConfig), analyzer) }
	return p, meter.observeEvictions(p.faults.Evictions)
}

func (p *signalsProcessor) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	b := p.batches.get()
	defer p.batches.put(b)
	b.read(traces, p.faults)
	for i := range b.spans {
		p.processSpan(ctx, b, &b.spans[i])
	}
	p.writer.forgetPropagated(traces)
	p.removeContent(traces)
	return traces, nil
}

// removeContent treats every span, whether it was analysed or not.
func (p *signalsProcessor) removeContent(traces ptrace.Traces) {
	remove := conversation.DropContent
	switch p.config.Content {
	case ContentKeep:
		return
	case ContentRedact:
		remove = conversation.RedactContent
	}
	spans.Each(traces, remove)
}

// processSpan analyses one span that has something to tell.
func (p *signalsProcessor) processSpan(ctx context.Context, b *batch, s *tellingSpan) {
	var messages []signals.Message
	dialect := noDialect
	if s.facts.HasMessages() && (s.facts.Kind == spankind.Chat || s.facts.Kind.Wraps() && p.config.AgentSpans) {
		var problems *conversation.Problems
		messages, problems = b.reader.Messages(&s.facts)
		p.meter.unreadable(ctx, s.service, problems)
		dialect = s.facts.Dialect
	}
	if len(messages) == 0 && !s.hasEvidence {
		return
	}
	report, ok := p.analyzeTool(b, s)
	if !ok {
		report = p.analyze(messages, s)
	}
	cut, err := p.writer.write(s.span, &report)
	p.meter.written(ctx, cut, err)
	p.meter.report(ctx, &report, originOf(s), dialect, len(messages))
}

// analyzeTool lets the result of a failed tool say what failed; ok is false where it
// does not.
func (p *signalsProcessor) analyzeTool(b *batch, s *tellingSpan) (report signals.Report, ok bool) {
	messages := b.reader.FailedTool(&s.facts)
	if len(messages) == 0 {
		return report, false
	}
	report = p.analyzer.Analyze(messages)
	return report, report.Count(signals.Failure)+report.Count(signals.Exhaustion) > 0
}

func (p *signalsProcessor) analyze(messages []signals.Message, s *tellingSpan) signals.Report {
	if s.hasEvidence {
		return p.analyzer.Analyze(messages, s.evidence)
	}
	return p.analyzer.Analyze(messages)
}
