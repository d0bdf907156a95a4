// Package config holds the configurations of environments; its tests load every
// configuration that is shipped or documented.
package config

import (
	"path/filepath"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/extension/healthcheckextension"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/debugexporter"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/otelcol/otelcoltest"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/memorylimiterprocessor"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/service/telemetry/otelconftelemetry"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces"
	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals"
)

// factories are those of the components that the default configuration uses.
func factories(t *testing.T) otelcol.Factories {
	t.Helper()
	var f otelcol.Factories
	var err error
	f.Receivers, err = otelcol.MakeFactoryMap[receiver.Factory](otlpreceiver.NewFactory())
	require.NoError(t, err)
	f.Processors, err = otelcol.MakeFactoryMap[processor.Factory](
		memorylimiterprocessor.NewFactory(),
		planoheaders.NewFactory(), planosignals.NewFactory(), planonaming.NewFactory())
	require.NoError(t, err)
	f.Exporters, err = otelcol.MakeFactoryMap[exporter.Factory](debugexporter.NewFactory(), planotraces.NewFactory())
	require.NoError(t, err)
	f.Extensions, err = otelcol.MakeFactoryMap[extension.Factory](healthcheckextension.NewFactory())
	require.NoError(t, err)
	f.Telemetry = otelconftelemetry.NewFactory()
	return f
}

func TestDefaultConfiguration(t *testing.T) {
	config, err := otelcoltest.LoadConfigAndValidate(filepath.Join("..", "otelcol-config.yaml"), factories(t))
	require.NoError(t, err)
	traces := config.Service.Pipelines[pipeline.NewID(pipeline.SignalTraces)]
	require.NotNil(t, traces)
	names := make([]string, len(traces.Processors))
	for i, id := range traces.Processors {
		names[i] = id.String()
	}
	assert.Equal(t, []string{"memory_limiter", "planoheaders", "planosignals", "planonaming"}, names)
	assert.Equal(t, []component.ID{component.MustNewID("planotraces")}, traces.Exporters)
	for id := range config.Receivers {
		assert.Equal(t, component.MustNewID("otlp"), id)
	}
}
