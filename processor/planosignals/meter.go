package planosignals

import (
	"context"
	"strings"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// noDialect labels reports that rest on a span's faults alone.
const noDialect = "none"

// origin is where a conversation took place. Its words are the sender's, so their number
// and length are bounded.
type origin struct{ service, model, agent string }

// otherOrigin stands for all those beyond the bound.
var otherOrigin = origin{"other", "other", "other"}

// maxLabel is the length in bytes that a label keeps of a sender's word.
const maxLabel = 128

func originOf(s *tellingSpan) origin {
	return origin{label(s.service), label(s.facts.Model), label(s.facts.Agent)}
}

func label(word string) string {
	if len(word) > maxLabel {
		word = word[:maxLabel]
	}
	return strings.ToValidUTF8(word, "\uFFFD")
}

// series is one set of labels of the conversations or of the signals.
type series struct {
	origin  origin
	signal  bool
	leaf    signals.Leaf
	quality signals.Quality
	dialect string
}

// meter counts what was analysed.
type meter struct {
	telemetry  *metadata.TelemetryBuilder
	maxOrigins int

	mu      sync.Mutex
	origins map[origin]struct{}
	options map[series]metric.MeasurementOption
}

func newMeter(set component.TelemetrySettings, maxOrigins int) (*meter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set)
	if err != nil {
		return nil, err
	}
	return &meter{
		telemetry: telemetry, maxOrigins: maxOrigins,
		origins: map[origin]struct{}{}, options: map[series]metric.MeasurementOption{},
	}, nil
}

func (m *meter) shutdown() { m.telemetry.Shutdown() }

func (m *meter) report(ctx context.Context, report *signals.Report, from origin, dialect string, messages int) {
	m.telemetry.ProcessorPlanosignalsMessages.Add(ctx, int64(messages))
	from = m.bound(from)
	m.telemetry.ProcessorPlanosignalsConversations.Add(ctx, 1, m.option(series{origin: from, quality: report.Quality, dialect: dialect}))
	for i := range report.Instances {
		leaf := report.Instances[i].Leaf
		m.telemetry.ProcessorPlanosignalsSignals.Add(ctx, 1, m.option(series{origin: from, signal: true, leaf: leaf}))
	}
}

// bound admits an origin while there is room.
func (m *meter) bound(from origin) origin {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.origins[from]; known {
		return from
	}
	if len(m.origins) >= m.maxOrigins {
		return otherOrigin
	}
	m.origins[from] = struct{}{}
	return from
}

// option returns the labels of a series, made once.
func (m *meter) option(s series) metric.MeasurementOption {
	m.mu.Lock()
	defer m.mu.Unlock()
	option, ok := m.options[s]
	if !ok {
		option = metric.WithAttributeSet(s.labels())
		m.options[s] = option
	}
	return option
}

func (s *series) labels() attribute.Set {
	labels := []attribute.KeyValue{
		attribute.String("service.name", s.origin.service),
		attribute.String("gen_ai.request.model", s.origin.model),
		attribute.String("gen_ai.agent.name", s.origin.agent),
	}
	if s.signal {
		labels = append(labels, attribute.String(semconv.SignalType, s.leaf.String()))
	} else {
		labels = append(labels, attribute.String("quality", strings.ToLower(s.quality.String())), attribute.String("dialect", s.dialect))
	}
	return attribute.NewSet(labels...)
}

func (m *meter) unreadable(ctx context.Context, problems *conversation.Problems) {
	problems.Each(func(problem conversation.Problem, n int) {
		m.telemetry.ProcessorPlanosignalsUnreadable.Add(ctx, int64(n),
			metric.WithAttributes(attribute.String("reason", problem.String())))
	})
}
