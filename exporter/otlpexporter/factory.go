// Package otlpexporter is the collector's OTLP/gRPC exporter. A span that is larger than
// sending_queue::batch::max_size goes in a request of its own.
package otlpexporter

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	upstream "go.opentelemetry.io/collector/exporter/otlpexporter"

	"github.com/otelcol-plano/otelcol-plano/exporter/internal/oversized"
)

// NewFactory returns a factory of the exporter "otlp".
func NewFactory() exporter.Factory {
	return oversized.NewFactory(upstream.NewFactory(), withQueue)
}

func withQueue(config component.Config, change func(oversized.Queue) oversized.Queue) component.Config {
	changed := *config.(*upstream.Config)
	changed.QueueConfig = change(changed.QueueConfig)
	return &changed
}
