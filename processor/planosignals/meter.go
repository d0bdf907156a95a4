package planosignals

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// noDialect labels reports that rest on a span's faults alone.
const noDialect = "none"

// meter counts what was analysed.
type meter struct {
	telemetry *metadata.TelemetryBuilder
	leaves    [signals.LeafCount]metric.MeasurementOption
}

func newMeter(set component.TelemetrySettings) (*meter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set)
	if err != nil {
		return nil, err
	}
	m := &meter{telemetry: telemetry}
	for leaf := range m.leaves {
		name := signals.Leaf(leaf).String()
		m.leaves[leaf] = metric.WithAttributeSet(attribute.NewSet(attribute.String("signal.type", name)))
	}
	return m, nil
}

func (m *meter) shutdown() { m.telemetry.Shutdown() }

func (m *meter) report(ctx context.Context, report *signals.Report, dialect string, messages int) {
	m.telemetry.ProcessorPlanosignalsConversations.Add(ctx, 1, metric.WithAttributes(
		attribute.String("quality", strings.ToLower(report.Quality.String())),
		attribute.String("dialect", dialect),
	))
	m.telemetry.ProcessorPlanosignalsMessages.Add(ctx, int64(messages))
	for i := range report.Instances {
		m.telemetry.ProcessorPlanosignalsSignals.Add(ctx, 1, m.leaves[report.Instances[i].Leaf])
	}
}

func (m *meter) unreadable(ctx context.Context, problems *conversation.Problems) {
	problems.Each(func(problem conversation.Problem, n int) {
		m.telemetry.ProcessorPlanosignalsUnreadable.Add(ctx, int64(n),
			metric.WithAttributes(attribute.String("reason", problem.String())))
	})
}
