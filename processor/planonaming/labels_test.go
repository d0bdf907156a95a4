package planonaming

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"

	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadatatest"
)

// ofRoots labels the metrics of the processor that rootsSettings make.
var ofRoots = attribute.String("processor", "planonaming/roots")

func rootsSettings(telemetry *componenttest.Telemetry) processor.Settings {
	set := metadatatest.NewSettings(telemetry)
	set.ID = component.NewIDWithName(metadata.Type, "roots")
	return set
}
