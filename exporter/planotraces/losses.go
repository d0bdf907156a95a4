package planotraces

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/internal/ownmetrics"
)

// tellEvery is how often lost spans are logged.
const tellEvery = time.Minute

// losses counts spans that could not be kept, and tells of them.
type losses struct {
	logger    *zap.Logger
	telemetry *metadata.TelemetryBuilder
	labels    metric.MeasurementOption
	every     time.Duration

	mu   sync.Mutex
	lost int64
	told int64
	why  error
	// failing is true from a loss until spans are kept again.
	failing bool
	// pause is there while nothing is logged, as something was a short time ago.
	pause *time.Timer
}

func newLosses(logger *zap.Logger, id component.ID, telemetry *metadata.TelemetryBuilder, every time.Duration) *losses {
	return &losses{logger: logger, telemetry: telemetry, labels: ownmetrics.Labels(ownmetrics.Exporter(id)), every: every}
}

// count is told of spans that are lost, and why. It logs the first of them at once, those that follow as a sum.
func (l *losses) count(ctx context.Context, spans int, why error) {
	l.telemetry.ExporterPlanotracesLostSpans.Add(ctx, int64(spans), l.labels)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost += int64(spans)
	l.why, l.failing = why, true
	if l.pause == nil {
		l.log()
		l.pause = time.AfterFunc(l.every, l.pauseOver)
	}
}

// pauseOver logs what was lost meanwhile; after a pause without losses the next one is logged at once.
func (l *losses) pauseOver() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pause == nil {
		return // It was ended.
	}
	if l.lost == l.told {
		l.pause = nil
		return
	}
	l.log()
	l.pause.Reset(l.every)
}

// over is told that spans are kept.
func (l *losses) over() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failing = false
}

// end logs what is not logged yet.
func (l *losses) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pause != nil {
		l.pause.Stop()
		l.pause = nil
	}
	l.log()
}

func (l *losses) log() {
	if l.lost == l.told {
		return
	}
	l.logger.Error("Spans can't be kept and are lost", zap.Int64("spans", l.lost-l.told), zap.Error(l.why))
	l.told = l.lost
}

// sum is how many were lost since the start, and why while more are.
func (l *losses) sum() (lost int64, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failing {
		why = l.why.Error()
	}
	return l.lost, why
}
