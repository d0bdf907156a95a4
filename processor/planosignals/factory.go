package planosignals

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

var capabilities = consumer.Capabilities{MutatesData: true}

// NewFactory returns the factory of the planosignals processor.
func NewFactory() processor.Factory {
	f := factory{newSharedProcessors()}
	return processor.NewFactory(
		metadata.Type,
		createDefaultConfig,
		processor.WithTraces(f.createTraces, metadata.TracesStability),
		processor.WithLogs(f.createLogs, metadata.LogsStability),
	)
}

type factory struct {
	processors *sharedProcessors
}

func (f factory) createTraces(
	ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces,
) (processor.Traces, error) {
	p, err := f.processors.take(set, cfg.(*Config))
	if err != nil {
		return nil, err
	}
	t := &tracesPipeline{signalsProcessor: p.signalsProcessor, next: next}
	return processorhelper.NewTraces(ctx, set, cfg, next, p.meter.timed(t.processTraces),
		processorhelper.WithCapabilities(capabilities),
		processorhelper.WithStart(f.start(p)),
		processorhelper.WithShutdown(func(ctx context.Context) error {
			t.flush(ctx)
			return f.processors.release(ctx, p.config)
		}))
}

func (f factory) createLogs(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Logs) (processor.Logs, error) {
	p, err := f.processors.take(set, cfg.(*Config))
	if err != nil {
		return nil, err
	}
	p.joinsLogs = true
	return processorhelper.NewLogs(ctx, set, cfg, next, p.processLogs,
		processorhelper.WithCapabilities(capabilities),
		processorhelper.WithStart(f.start(p)),
		processorhelper.WithShutdown(func(ctx context.Context) error { return f.processors.release(ctx, p.config) }))
}

func (f factory) start(p *sharedProcessor) component.StartFunc {
	return func(ctx context.Context, host component.Host) error { return f.processors.start(ctx, p, host) }
}
