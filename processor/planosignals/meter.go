package planosignals

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/ownmetrics"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

// noDialect labels reports that rest on a span's faults alone.
const noDialect = "none"

// meter counts what was analysed, and logs what went wrong. It needs no shutdown: the last export of the collector's
// metrics, which follows that of the processors, is to have the last counts.
type meter struct {
	telemetry *metadata.TelemetryBuilder
	// processor tells the metrics of this processor from those of others of its type.
	processor attribute.KeyValue
	labels    metric.MeasurementOption
	origins   *origins
	log       *problemLog
}

func newMeter(set processor.Settings, config MetricsConfig) (*meter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	id := ownmetrics.Processor(set.ID)
	m := &meter{
		telemetry: telemetry, processor: id, labels: ownmetrics.Labels(id),
		origins: newOrigins(id, config, time.Now), log: newProblemLog(set.Logger, time.Now),
	}
	err = telemetry.RegisterProcessorPlanosignalsConversationsCallback(func(_ context.Context, observer metric.Int64Observer) error {
		m.origins.observe(observer, false)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return m, telemetry.RegisterProcessorPlanosignalsSignalsCallback(func(_ context.Context, observer metric.Int64Observer) error {
		m.origins.observe(observer, true)
		return nil
	})
}

// observeEvictions counts the traces whose faults were forgotten before their time.
func (m *meter) observeEvictions(evicted func() int64) error {
	return m.telemetry.RegisterProcessorPlanosignalsEvictionsCallback(func(_ context.Context, observer metric.Int64Observer) error {
		observer.Observe(evicted(), m.labels)
		return nil
	})
}

// observeSessions tells how much is remembered.
func (m *meter) observeSessions(usage func() (sessions, bytes int, evicted int64)) error {
	tell := func(value func() int64) metric.Int64Callback {
		return func(_ context.Context, observer metric.Int64Observer) error {
			observer.Observe(value(), m.labels)
			return nil
		}
	}
	return errors.Join(
		m.telemetry.RegisterProcessorPlanosignalsSessionsCallback(tell(func() int64 { n, _, _ := usage(); return int64(n) })),
		m.telemetry.RegisterProcessorPlanosignalsSessionBytesCallback(tell(func() int64 { _, n, _ := usage(); return int64(n) })),
		m.telemetry.RegisterProcessorPlanosignalsSessionEvictionsCallback(tell(func() int64 { _, _, n := usage(); return n })),
	)
}

// joined counts a span that has waited for its content.
func (m *meter) joined(ctx context.Context, withContent bool) {
	outcome := "joined"
	if !withContent {
		outcome = "without_content"
	}
	m.waited(ctx, outcome)
}

// lost counts and logs a span that has waited and that nobody takes.
func (m *meter) lost(ctx context.Context, err error) {
	m.waited(ctx, "lost")
	m.log.lost(err)
}

func (m *meter) waited(ctx context.Context, outcome string) {
	m.telemetry.ProcessorPlanosignalsSpansJoined.Add(ctx, 1, metric.WithAttributes(m.processor, attribute.String("outcome", outcome)))
}

// timed measures how long batches take.
func (m *meter) timed(process processorhelper.ProcessTracesFunc) processorhelper.ProcessTracesFunc {
	return func(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
		start := time.Now()
		traces, err := process(ctx, traces)
		m.telemetry.ProcessorPlanosignalsDuration.Record(ctx, time.Since(start).Seconds(), m.labels)
		return traces, err
	}
}

func (m *meter) report(ctx context.Context, from origin, a *analysis) {
	m.telemetry.ProcessorPlanosignalsMessages.Add(ctx, int64(a.messages), m.labels)
	m.origins.add(from, a)
}

// written counts reports that were cut, and logs what a report lacks for another reason.
func (m *meter) written(ctx context.Context, cut bool, err error) {
	if cut {
		m.telemetry.ProcessorPlanosignalsTruncatedReports.Add(ctx, 1, m.labels)
	}
	if err != nil {
		m.log.incomplete(err)
	}
}

// tooDeep counts values that were cut for their depth.
func (m *meter) tooDeep(ctx context.Context, cut int) {
	if cut > 0 {
		m.telemetry.ProcessorPlanosignalsUnreadable.Add(ctx, int64(cut),
			metric.WithAttributes(m.processor, attribute.String("reason", conversation.DeepJSON.String())))
	}
}

func (m *meter) unreadable(ctx context.Context, service string, problems *conversation.Problems) {
	none := true
	problems.Each(func(problem conversation.Problem, n int) {
		none = false
		m.telemetry.ProcessorPlanosignalsUnreadable.Add(ctx, int64(n),
			metric.WithAttributes(m.processor, attribute.String("reason", problem.String())))
	})
	if !none {
		m.log.unreadable(service, problems)
	}
}
