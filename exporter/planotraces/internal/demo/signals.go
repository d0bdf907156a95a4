package demo

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	metric "go.opentelemetry.io/otel/metric/noop"
	trace "go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals"
)

// newSignals starts a processor of its own, whose sessions and metrics nobody else sees.
func newSignals(ctx context.Context, next func(context.Context, ptrace.Traces) error) (processor.Traces, error) {
	sink, err := consumer.NewTraces(next)
	if err != nil {
		return nil, err
	}
	factory := planosignals.NewFactory()
	settings := processor.Settings{
		ID: component.NewIDWithName(factory.Type(), "demo"),
		TelemetrySettings: component.TelemetrySettings{
			Logger: zap.NewNop(), TracerProvider: trace.NewTracerProvider(), MeterProvider: metric.NewMeterProvider(),
			Resource: pcommon.NewResource(),
		},
	}
	signals, err := factory.CreateTraces(ctx, settings, factory.CreateDefaultConfig(), sink)
	if err != nil {
		return nil, err
	}
	return signals, signals.Start(ctx, noExtensions{})
}

// noExtensions is a host that has none.
type noExtensions struct{}

func (noExtensions) GetExtensions() map[component.ID]component.Component { return nil }
