package planosession

import (
	"errors"
	"time"

	"go.opentelemetry.io/collector/component"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

const (
	defaultTarget           = "plano.route"
	defaultSessionAttribute = "session.id"
)

// Config says where a session is found and where it goes.
type Config struct {
	// Attributes are looked at in this order, on spans and log records and, after them, on their resource; the first
	// that a trace has names its session.
	Attributes []string `mapstructure:"attributes"`

	// ExtraAttributes name a session too. They are looked at behind those of Attributes that name a session, before those
	// that name a conversation.
	ExtraAttributes []string `mapstructure:"extra_attributes"`

	// SessionAttribute gets the session's id where it is not there yet; empty is none.
	SessionAttribute string `mapstructure:"session_attribute"`

	// Target is the attribute that every span and log record of a trace gets alike, a string. What was there is
	// overwritten. Empty is none.
	Target string `mapstructure:"target"`

	// TraceIDFallback writes the trace's id into Target where nothing names a session.
	TraceIDFallback bool `mapstructure:"trace_id_fallback"`

	// MaxTraces is how many traces' sessions are remembered for later batches, at least 1; the oldest goes first.
	MaxTraces int `mapstructure:"max_traces"`

	// TTL is how long a trace is remembered after its last span or log record, above 0.
	TTL time.Duration `mapstructure:"ttl"`
}

func createDefaultConfig() component.Config {
	return &Config{
		Attributes:       conversation.SessionAttributes(),
		SessionAttribute: defaultSessionAttribute,
		Target:           defaultTarget,
		TraceIDFallback:  true,
		MaxTraces:        50_000,
		TTL:              10 * time.Minute,
	}
}

// Validate names every setting that can't be used.
func (c *Config) Validate() error {
	return errors.Join(
		settings.SomeEntry("attributes", c.Attributes),
		settings.Each("attributes", c.Attributes, settings.NotEmpty),
		settings.Each("extra_attributes", c.ExtraAttributes, settings.NotEmpty),
		c.validateWritten(),
		settings.AtLeast("max_traces", c.MaxTraces, 1),
		settings.Positive("ttl", c.TTL),
	)
}

func (c *Config) validateWritten() error {
	switch {
	case c.Target == "" && c.SessionAttribute == "":
		return errors.New("target: must not be empty where session_attribute is")
	case c.Target == c.SessionAttribute:
		return settings.Must("target", "differ from session_attribute", c.Target)
	}
	return nil
}
