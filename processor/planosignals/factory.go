package planosignals

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"

	"github.com/otelcol-plano/otelcol-plano/internal/shared"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

var capabilities = consumer.Capabilities{MutatesData: true}

// NewFactory returns the factory of the planosignals processor.
func NewFactory() processor.Factory {
	f := new(factory)
	return processor.NewFactory(
		metadata.Type,
		createDefaultConfig,
		processor.WithTraces(f.createTraces, metadata.TracesStability),
		processor.WithLogs(f.createLogs, metadata.LogsStability),
	)
}

// factory makes one processor for all pipelines in which a configuration stands: content in log records joins spans of another
// pipeline, and a session is one whichever pipeline its spans come through.
type factory struct {
	processors shared.Map[*Config, *signalsProcessor]
}

func (f *factory) take(set processor.Settings, config *Config) (*signalsProcessor, error) {
	return f.processors.Take(config, func() (*signalsProcessor, error) { return newProcessor(set, config) })
}

// release shuts the processor down after the last of its pipelines.
func (f *factory) release(ctx context.Context, p *signalsProcessor) error {
	if !f.processors.Release(p.config) {
		return nil
	}
	return p.shutdown(ctx)
}

func (f *factory) createTraces(
	ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces,
) (processor.Traces, error) {
	p, err := f.take(set, cfg.(*Config))
	if err != nil {
		return nil, err
	}
	t := &tracesPipeline{signalsProcessor: p, next: next}
	return processorhelper.NewTraces(ctx, set, cfg, next, p.meter.timed(t.processTraces),
		processorhelper.WithCapabilities(capabilities),
		processorhelper.WithStart(p.start),
		processorhelper.WithShutdown(func(ctx context.Context) error {
			t.flush(ctx)
			return f.release(ctx, p)
		}))
}

func (f *factory) createLogs(
	ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Logs,
) (processor.Logs, error) {
	p, err := f.take(set, cfg.(*Config))
	if err != nil {
		return nil, err
	}
	p.joinsLogs = true
	return processorhelper.NewLogs(ctx, set, cfg, next, p.processLogs,
		processorhelper.WithCapabilities(capabilities),
		processorhelper.WithStart(p.start),
		processorhelper.WithShutdown(func(ctx context.Context) error { return f.release(ctx, p) }))
}
