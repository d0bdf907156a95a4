// Package ownmetrics labels the metrics of the components as the collector labels its own.
package ownmetrics

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// Processor names the processor that a metric is about by its id in the configuration, `planonaming/roots`. The collector's
// own metrics of processors have the same label.
func Processor(id component.ID) attribute.KeyValue { return attribute.String("processor", id.String()) }

// Labels returns labels of a measurement, made once for many.
func Labels(labels ...attribute.KeyValue) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(labels...))
}
