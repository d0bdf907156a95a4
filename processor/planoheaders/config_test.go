package planoheaders

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/xconfmap"

	"github.com/otelcol-plano/otelcol-plano/internal/settings/settingstest"
)

func defaultConfig() *Config { return createDefaultConfig().(*Config) }

func loadConfig(t *testing.T, file, name string) *Config {
	t.Helper()
	return settingstest.Load[*Config](t, NewFactory(), file, name)
}

func TestConfig(t *testing.T) {
	plano := defaultConfig()
	plano.Static = map[string]string{"environment": "production", "service.name": "my-plano-service", "version": "1.0.0"}

	staticOnly := defaultConfig()
	staticOnly.HeaderPrefixes = []string{}
	staticOnly.Sources = SourcesConfig{}
	staticOnly.Static = map[string]string{"team": "search"}

	for _, tt := range []struct {
		name string
		want *Config
	}{
		{"", defaultConfig()},
		{"plano", plano},
		{"static_only", staticOnly},
		{"full", &Config{
			HeaderPrefixes:  []string{"x-katanemo-", "X-Acme"},
			Static:          map[string]string{"tenant": "acme"},
			StaticTarget:    "resource",
			Sources:         SourcesConfig{SemanticConventions: true, Metadata: true},
			Only:            []string{"llm", "agent", "root"},
			RemoveOriginals: true,
			Override:        true,
			ReservedKeys:    []string{"signals.*", "user.id"},
			AllowSensitive:  []string{"x-katanemo-api-key"},
			MaxValueLength:  64,
			MaxAttributes:   8,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := loadConfig(t, "config.yaml", tt.name)
			require.NoError(t, xconfmap.Validate(cfg))
			assert.Equal(t, tt.want, cfg)
		})
	}
}

func TestInvalidConfig(t *testing.T) {
	for name, want := range map[string]string{
		"empty_prefix":              `header_prefixes::0: must not be empty`,
		"prefix_with_space":         `header_prefixes::1: must hold only characters of header names, is "x katanemo"`,
		"prefix_twice":              `header_prefixes::1: must differ from header_prefixes::0, is "X-Katanemo-"`,
		"static_empty_key":          `static: must not have an empty key`,
		"static_empty_value":        `static::environment: must not be empty (an environment variable that is not set?)`,
		"static_target":             `static_target: must be one of span, resource, is "scope"`,
		"no_source":                 `sources: must not all be off, unless header_prefixes is empty`,
		"only":                      `only::1: must be one of llm, agent, root, is "tool"`,
		"reserved_keys":             `reserved_keys::1: must be a key or a namespace that ends in .*, is ".*"`,
		"allow_sensitive_empty":     `allow_sensitive::0: must not be empty`,
		"allow_sensitive_unmatched": `allow_sensitive::0: must begin with one of header_prefixes, is "authorization"`,
		"max_value_length":          `max_value_length: must be at least 1, is 0`,
		"max_attributes":            `max_attributes: must be at least 1, is -1`,
		"two_errors":                "static_target: must be one of span, resource, is \"scope\"\nmax_attributes: must be at least 1, is 0",
	} {
		t.Run(name, func(t *testing.T) {
			assert.EqualError(t, xconfmap.Validate(loadConfig(t, "invalid.yaml", name)), want)
		})
	}
}

func TestUnknownSettingIsRefused(t *testing.T) {
	err := confmap.NewFromStringMap(map[string]any{"header_prefix": "x-"}).Unmarshal(defaultConfig())
	assert.ErrorContains(t, err, "header_prefix")
}
