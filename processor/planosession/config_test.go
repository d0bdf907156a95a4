package planosession

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap/xconfmap"

	"github.com/otelcol-plano/otelcol-plano/internal/settings/settingstest"
)

func TestConfig(t *testing.T) {
	for name, want := range map[string]component.Config{
		"defaults": createDefaultConfig(),
		"all": &Config{
			Attributes: []string{"tenant.session"}, ExtraAttributes: []string{"x-model-affinity"}, SessionAttribute: "session",
			Target: "route", MaxTraces: 7, TTL: 30 * time.Second,
		},
	} {
		got := settingstest.Load[*Config](t, NewFactory(), "config.yaml", name)
		require.NoError(t, xconfmap.Validate(got))
		assert.Equal(t, want, got)
	}
}

func TestEitherAttributeCanBeSwitchedOff(t *testing.T) {
	for _, change := range []func(*Config){func(c *Config) { c.Target = "" }, func(c *Config) { c.SessionAttribute = "" }} {
		config := createDefaultConfig().(*Config)
		change(config)
		assert.NoError(t, xconfmap.Validate(config))
	}
}

func TestConfigErrorsNameTheKey(t *testing.T) {
	for _, tt := range []struct {
		change func(*Config)
		want   string
	}{
		{func(c *Config) { c.Attributes = nil }, "attributes: must have at least 1 entry"},
		{func(c *Config) { c.Attributes = []string{"a", ""} }, "attributes::1: must not be empty"},
		{func(c *Config) { c.ExtraAttributes = []string{" "} }, "extra_attributes::0: must not be empty"},
		{func(c *Config) { c.Target, c.SessionAttribute = "", "" }, "target: must not be empty where session_attribute is"},
		{func(c *Config) { c.Target = "session.id" }, `target: must differ from session_attribute, is "session.id"`},
		{func(c *Config) { c.MaxTraces = 0 }, "max_traces: must be at least 1, is 0"},
		{func(c *Config) { c.TTL = 0 }, "ttl: must be above 0, is 0s"},
	} {
		config := createDefaultConfig().(*Config)
		tt.change(config)
		require.EqualError(t, xconfmap.Validate(config), tt.want)
	}
}
