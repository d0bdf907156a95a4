package ownmetrics

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
)

// Exporter names the exporter that a metric is about by its id in the configuration, as the collector's own metrics of exporters do.
func Exporter(id component.ID) attribute.KeyValue { return attribute.String("exporter", id.String()) }
