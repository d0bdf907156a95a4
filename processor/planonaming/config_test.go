package planonaming

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap/xconfmap"

	"github.com/otelcol-plano/otelcol-plano/internal/settings/settingstest"
)

func defaultConfig() *Config { return createDefaultConfig().(*Config) }

func loadConfig(t *testing.T, file, name string) *Config {
	t.Helper()
	return settingstest.Load[*Config](t, NewFactory(), file, name)
}

func TestConfig(t *testing.T) {
	xray := defaultConfig()
	xray.Marker = "#flagged"

	strict := defaultConfig()
	strict.Concerning = ConcerningConfig{
		Quality: []string{"severe"}, QualityScoreBelow: 25, Severity: SeverityConfig{Failure: 1, Exhaustion: 3},
	}

	full := &Config{
		Marker:              "[!]",
		Concerning:          defaultConfig().Concerning,
		MaxTraces:           10,
		TTL:                 time.Minute,
		KeepOriginalName:    true,
		SetResourceName:     true,
		NameFrom:            []string{"http.request.method", "http.route", "gen_ai.request.model"},
		ServiceNameOverride: true,
		DropInternal:        true,
		Internal: InternalConfig{
			Services:         []string{"gateway-router"},
			OutboundServices: []string{"gateway-out"},
			Hosts:            []string{"models.example.com"},
			Clusters:         []string{"own-models"},
		},
		MaxDroppedSpans: 20,
	}

	for name, want := range map[string]*Config{"": defaultConfig(), "xray": xray, "strict": strict, "full": full} {
		t.Run(name, func(t *testing.T) {
			cfg := loadConfig(t, "config.yaml", name)
			require.NoError(t, xconfmap.Validate(cfg))
			assert.Equal(t, want, cfg)
		})
	}
}

func TestInvalidConfig(t *testing.T) {
	const qualities = "Excellent, Good, Neutral, Poor, Error, Severe"
	for name, want := range map[string]string{
		"marker_empty":      `marker: must not be empty`,
		"marker_control":    `marker: must hold no control character, is "a\nb"`,
		"marker_escape":     `marker: must hold no control character, is "\x1b[31mflag"`,
		"marker_space":      `marker: must neither begin nor end with white space (one space is put before it), is " [flagged]"`,
		"marker_long":       `marker: must be at most 64 bytes long, is 70`,
		"quality":           `concerning::quality::1: must be one of ` + qualities + `, is "Bad"`,
		"score":             `concerning::quality_score_below: must be between 0 and 100, is 101`,
		"score_nan":         `concerning::quality_score_below: must be between 0 and 100, is NaN`,
		"frustration":       `concerning::frustration_severity: must be between 0 and 3, is 4`,
		"severity":          `concerning::severity::loops: must be between 0 and 3, is -1`,
		"max_traces":        `max_traces: must be at least 1, is 0`,
		"ttl":               `ttl: must be above 0, is 0s`,
		"max_dropped_spans": `max_dropped_spans: must be at least 1, is 0`,
		"name_from":         `name_from::1: must not be empty`,
		"services":          `internal::services::0: must not be empty`,
		"outbound_services": `internal::outbound_services::0: must not be empty`,
		"hosts":             `internal::hosts::0: must not be empty`,
		"clusters":          `internal::clusters::1: must not be empty`,
	} {
		t.Run(name, func(t *testing.T) {
			assert.EqualError(t, xconfmap.Validate(loadConfig(t, "invalid.yaml", name)), want)
		})
	}
}

func TestMarkerMustBeUTF8(t *testing.T) {
	cfg := defaultConfig()
	cfg.Marker = "\xff"
	assert.EqualError(t, cfg.Validate(), `marker: must be UTF-8, is "\xff"`)
}

func TestErrorsAreAllReported(t *testing.T) {
	cfg := defaultConfig()
	cfg.Marker, cfg.MaxTraces = "", 0
	assert.EqualError(t, cfg.Validate(), "marker: must not be empty\nmax_traces: must be at least 1, is 0")
}
