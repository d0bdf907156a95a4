package readme_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces"
	"github.com/otelcol-plano/otelcol-plano/extension/journalstorage"
	"github.com/otelcol-plano/otelcol-plano/internal/readme"
	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming"
	"github.com/otelcol-plano/otelcol-plano/processor/planosession"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals"
)

// components are all that have a README, by their folder.
var components = map[string]component.Factory{
	"exporter/planotraces":     planotraces.NewFactory(),
	"extension/journalstorage": journalstorage.NewFactory(),
	"processor/planoheaders":   planoheaders.NewFactory(),
	"processor/planonaming":    planonaming.NewFactory(),
	"processor/planosession":   planosession.NewFactory(),
	"processor/planosignals":   planosignals.NewFactory(),
}

func read(t *testing.T, folder string) string {
	t.Helper()
	markdown, err := os.ReadFile(filepath.Join("../..", folder, "README.md"))
	require.NoError(t, err)
	return string(markdown)
}

func TestEveryComponentIsHeld(t *testing.T) {
	found, err := filepath.Glob("../../*/*/metadata.yaml")
	require.NoError(t, err)
	var folders []string
	for _, file := range found {
		folder, err := filepath.Rel("../..", filepath.Dir(file))
		require.NoError(t, err)
		folders = append(folders, filepath.ToSlash(folder))
	}
	var held []string
	for folder := range components {
		held = append(held, folder)
	}
	assert.ElementsMatch(t, folders, held)
}

func TestSettingsAndDefaults(t *testing.T) {
	for folder, factory := range components {
		t.Run(folder, func(t *testing.T) {
			assert.NoError(t, readme.CheckSettings(read(t, folder), factory))
		})
	}
}

// TestExamples starts what a README shows, components of other folders included.
func TestExamples(t *testing.T) {
	for folder := range components {
		t.Run(folder, func(t *testing.T) {
			markdown := read(t, folder)
			for of, factory := range components {
				configs, err := readme.Examples(markdown, factory)
				require.NoError(t, err)
				assert.False(t, of == folder && len(configs) == 0, "no example")
				for _, config := range configs {
					require.NoError(t, create(t, factory, config).Shutdown(t.Context()))
				}
			}
		})
	}
}

func create(t *testing.T, factory component.Factory, config component.Config) component.Component {
	t.Helper()
	var created component.Component
	var err error
	switch f := factory.(type) {
	case processor.Factory:
		created, err = f.CreateTraces(t.Context(), processortest.NewNopSettings(f.Type()), config, consumertest.NewNop())
	case exporter.Factory:
		created, err = f.CreateTraces(t.Context(), exportertest.NewNopSettings(f.Type()), config)
	case extension.Factory:
		created, err = f.Create(t.Context(), extensiontest.NewNopSettings(f.Type()), config)
	default:
		require.FailNow(t, "neither a processor, an exporter nor an extension")
	}
	require.NoError(t, err)
	return created
}
