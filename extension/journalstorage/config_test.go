package journalstorage

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap/xconfmap"

	"github.com/otelcol-plano/otelcol-plano/internal/settings/settingstest"
)

func TestConfig(t *testing.T) {
	for name, want := range map[string]*Config{
		"least": {Directory: "/var/lib/otelcol-plano"},
		"all":   {Directory: "/var/lib/otelcol-plano", CreateDirectory: true, FSync: true},
	} {
		got := settingstest.Load[*Config](t, NewFactory(), "config.yaml", name)
		require.NoError(t, xconfmap.Validate(got))
		assert.Equal(t, want, got)
	}
}

func TestADirectoryIsNeeded(t *testing.T) {
	require.EqualError(t, xconfmap.Validate(createDefaultConfig()), "directory: must not be empty")
}
