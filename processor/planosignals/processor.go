package planosignals

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/xextension/storage"
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
	// joinsLogs is true where a pipeline of logs has the processor, too.
	joinsLogs bool
	pending   *pending
	retries   retries
	starting  sync.Once
	stop      func()
	id        component.ID
	maker     string
	storage   storage.Client
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
		id: set.ID, maker: makerOf(set.BuildInfo, config),
		config: config, analyzer: analyzer, writer: newWriter(config), content: newContentPolicy(config), meter: meter,
		sessions: sessions.New(analyzer, config.Sessions.limits(), time.Now),
		faults:   faults.NewResolver(config.Faults.MaxTraces, config.Faults.TTL, time.Now),
	}
	keys := conversation.NewSessionKeys(conversation.SessionAttributes(), config.Sessions.Attributes...)
	p.pending = newPending(config.Logs, time.Now)
	p.retries.most = config.Logs.MaxBytes / minSpanBytes
	p.batches.new = func() *batch { return newBatch(config, analyzer, keys) }
	return p, errors.Join(meter.observeEvictions(p.faults.Evictions), meter.observeSessions(p.sessions.Usage))
}

// process analyses a batch, of which some spans were joined with what log records hold.
func (p *signalsProcessor) process(ctx context.Context, traces ptrace.Traces, joined []joinedSpan) {
	b := p.batches.get()
	defer p.batches.put(b)
	p.meter.tooDeep(ctx, depth.Traces(traces))
	b.read(traces)
	p.holdResults(b)
	b.resolve(traces, p.faults)
	for _, i := range b.ordered() {
		p.processSpan(ctx, b, &b.spans[i])
	}
	p.normalizeJoined(b, joined)
	for i := range joined {
		joined[i].detach()
	}
	p.saveSessions(ctx)
	p.writer.forgetPropagated(traces)
	p.normalize(b, traces)
	p.content.Apply(traces)
}

// processSpan analyses one span that has something to tell.
func (p *signalsProcessor) processSpan(ctx context.Context, b *batch, s *analyzedSpan) {
	a := p.analyze(ctx, b, s)
	p.meter.unreadable(ctx, s.service, &a.problems)
	if !a.found {
		return
	}
	cut, err := p.writer.write(s.span, &a.Result)
	p.meter.written(ctx, cut, err)
	p.meter.report(ctx, originOf(s), &a)
}
