package planosignals

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/internal/depth"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// signalsProcessor analyses the conversations of each batch. It is safe for
// concurrent batches.
type signalsProcessor struct {
	config   *Config
	analyzer *signals.Analyzer
	sessions *sessions.Sessions
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
		sessions: sessions.New(analyzer, config.Sessions.limits(), time.Now),
		faults:   faults.NewResolver(config.Faults.MaxTraces, config.Faults.TTL, time.Now),
	}
	keys := conversation.NewSessionKeys(conversation.SessionAttributes(), config.Sessions.Attributes...)
	p.batches.new = func() *batch { return newBatch(config, analyzer, keys) }
	return p, meter.observeEvictions(p.faults.Evictions)
}

func (p *signalsProcessor) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	b := p.batches.get()
	defer p.batches.put(b)
	p.meter.tooDeep(ctx, depth.Traces(traces))
	b.read(traces)
	p.holdResults(b)
	b.resolve(traces, p.faults)
	for _, i := range b.ordered() {
		p.processSpan(ctx, b, &b.spans[i])
	}
	p.writer.forgetPropagated(traces)
	p.content.Apply(traces)
	return traces, nil
}

// processSpan analyses one span that has something to tell.
func (p *signalsProcessor) processSpan(ctx context.Context, b *batch, s *analyzedSpan) {
	a := p.analyze(b, s)
	p.meter.unreadable(ctx, s.service, &a.problems)
	if !a.found {
		return
	}
	cut, err := p.writer.write(s.span, &a.Result)
	p.meter.written(ctx, cut, err)
	p.meter.report(ctx, originOf(s), &a)
}
