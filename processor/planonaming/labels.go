package planonaming

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/internal/ownmetrics"
)

// labels are those of one processor's metrics.
type labels struct {
	processor                   metric.MeasurementOption
	evictedTraces, evictedSpans metric.MeasurementOption
	flaggedSpans, flaggedRoots  metric.MeasurementOption
}

func newLabels(id component.ID) labels {
	with := func(label, value string) metric.MeasurementOption {
		return ownmetrics.Labels(ownmetrics.Processor(id), attribute.String(label, value))
	}
	return labels{
		processor:     ownmetrics.Labels(ownmetrics.Processor(id)),
		evictedTraces: with("store", "flagged_traces"),
		evictedSpans:  with("store", "dropped_spans"),
		flaggedSpans:  with("target", "span"),
		flaggedRoots:  with("target", "root"),
	}
}
