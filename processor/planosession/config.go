package planosession

import (
	"errors"
	"time"

	"go.opentelemetry.io/collector/component"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

const defaultTarget = "plano.route"

// Config says where a session is found and where it goes.
type Config struct {
	// Attributes are looked at in this order, on spans and, after them, on their resource; the first that
	// a trace has names its session.
	Attributes []string `mapstructure:"attributes"`

	// Target is the attribute that every span gets, a string. What was there is overwritten.
	Target string `mapstructure:"target"`

	// TraceIDFallback writes the trace's id where nothing names a session.
	TraceIDFallback bool `mapstructure:"trace_id_fallback"`

	// MaxTraces is how many traces' sessions are remembered for spans in later batches, at least 1; the oldest
	// goes first.
	MaxTraces int `mapstructure:"max_traces"`

	// TTL is how long a trace is remembered after its last span, above 0.
	TTL time.Duration `mapstructure:"ttl"`
}

func createDefaultConfig() component.Config {
	return &Config{
		Attributes:      conversation.SessionAttributes(),
		Target:          defaultTarget,
		TraceIDFallback: true,
		MaxTraces:       50_000,
		TTL:             10 * time.Minute,
	}
}

// Validate names every setting that can't be used.
func (c *Config) Validate() error {
	return errors.Join(
		settings.SomeEntry("attributes", c.Attributes),
		settings.Each("attributes", c.Attributes, settings.NotEmpty),
		settings.NotEmpty("target", c.Target),
		settings.AtLeast("max_traces", c.MaxTraces, 1),
		settings.Positive("ttl", c.TTL),
	)
}
