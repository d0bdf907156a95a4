// Package settingstest loads the configurations that tests of components keep in files.
package settingstest

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

// Load decodes a section of a file in testdata on top of a component's defaults, without validating it. The section is
// named like a component, `planonaming/strict`; name is the part behind the slash.
func Load[C component.Config](tb testing.TB, factory component.Factory, file, name string) C {
	tb.Helper()
	conf, err := confmaptest.LoadConf(filepath.Join("testdata", file))
	require.NoError(tb, err)
	section, err := conf.Sub(component.NewIDWithName(factory.Type(), name).String())
	require.NoError(tb, err)
	config := factory.CreateDefaultConfig().(C)
	require.NoError(tb, section.Unmarshal(config))
	return config
}
