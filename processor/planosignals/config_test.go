package planosignals

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
	all := createDefaultConfig().(*Config)
	all.Write = []Family{FamilyTaxonomy, FamilyEvents}
	all.QualityCase, all.Existing = QualityLower, ExistingRecompute
	all.Summary, all.Snippets, all.AgentSpans = false, false, true
	all.Content, all.HashKey = ContentRedact, "0123456789abcdef"
	all.Normalize, all.NormalizeOwn = true, OwnRemove
	all.MaxReportBytes = 1 << 15
	all.Metrics = MetricsConfig{MaxOrigins: 7, IdleTimeout: 10 * time.Minute}
	all.MaxMessages, all.MaxMessageLength, all.MaxBytes = 50, 1000, 1<<20
	all.BaselineTurns, all.EfficiencyDecay, all.DraggingThreshold = 8, 0.5, 0.25
	all.Faults = FaultsConfig{Content: ContentDrop, MaxTraces: 100, TTL: 30 * time.Second}
	for name, want := range map[string]component.Config{"defaults": createDefaultConfig(), "all": all} {
		t.Run(name, func(t *testing.T) {
			got := settingstest.Load[*Config](t, NewFactory(), "config.yaml", name)
			require.NoError(t, xconfmap.Validate(got))
			assert.Equal(t, want, got)
		})
	}
}

func TestConfigErrorsNameTheKey(t *testing.T) {
	tests := []struct {
		change func(*Config)
		want   string
	}{
		{func(c *Config) { c.Write = nil }, "write: must have at least 1 entry"},
		{func(c *Config) { c.Write = []Family{"documented", "all"} }, `write::1: must be one of documented, taxonomy, events, is "all"`},
		{func(c *Config) { c.QualityCase = "UPPER" }, `quality_case: must be one of title, lower, is "UPPER"`},
		{func(c *Config) { c.Existing = "" }, `existing: must be one of keep, recompute, is ""`},
		{func(c *Config) { c.Content = "hide" }, `content: must be one of keep, redact, drop, hash, is "hide"`},
		{func(c *Config) { c.Content = ContentHash }, "hash_key: must be at least 16 bytes where content is hash, is 0"},
		{
			func(c *Config) { c.Faults.Content, c.HashKey = ContentHash, "0123456789abcde" },
			"hash_key: must be at least 16 bytes where content is hash, is 15",
		},
		{func(c *Config) { c.NormalizeOwn = "instead" }, `normalize_own: must be one of keep, remove, is "instead"`},
		{func(c *Config) { c.MaxMessages = 0 }, "max_messages: must be at least 1, is 0"},
		{func(c *Config) { c.MaxMessageLength = 1 }, "max_message_length: must be at least 10, is 1"},
		{func(c *Config) { c.BaselineTurns = -1 }, "baseline_turns: must be at least 1, is -1"},
		{func(c *Config) { c.EfficiencyDecay = 0 }, "efficiency_decay: must be above 0, is 0"},
		{func(c *Config) { c.DraggingThreshold = 2 }, "dragging_threshold: must be between 0 and 1, is 2"},
		{func(c *Config) { c.MaxBytes = 0 }, "max_content_bytes: must be at least 1, is 0"},
		{
			func(c *Config) { c.Lexicon.WithoutSignals = []string{"rudeness"} },
			`lexicon::without_signals::0: unknown signal "rudeness"`,
		},
		{func(c *Config) { c.Metrics.MaxOrigins = 0 }, "metrics::max_origins: must be at least 1, is 0"},
		{func(c *Config) { c.Metrics.IdleTimeout = 0 }, "metrics::idle_timeout: must be above 0, is 0s"},
		{func(c *Config) { c.MaxReportBytes = 2559 }, "max_report_bytes: must be at least 2560, is 2559"},
		{func(c *Config) { c.Faults.Content = "hide" }, `faults::content: must be one of keep, redact, drop, hash, is "hide"`},
		{func(c *Config) { c.Faults.MaxTraces = 0 }, "faults::max_traces: must be at least 1, is 0"},
		{func(c *Config) { c.Faults.TTL = -time.Second }, "faults::ttl: must be above 0, is -1s"},
	}
	for _, tt := range tests {
		config := createDefaultConfig().(*Config)
		tt.change(config)
		err := xconfmap.Validate(config)
		require.Error(t, err, tt.want)
		assert.Equal(t, tt.want, err.Error())
	}
}
