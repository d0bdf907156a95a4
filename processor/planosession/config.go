package planosession

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"go.opentelemetry.io/collector/component"
)

const defaultTarget = "plano.route"

// defaultAttributes are the names under which senders write the id of a session, and then of a
// conversation: a session that holds several conversations stays together.
var defaultAttributes = []string{
	"session.id",
	"langfuse.session.id",
	"plano.session_id",
	"mlflow.trace.session",
	"langsmith.trace.session_id",
	"langsmith.metadata.session_id",
	"ai.telemetry.metadata.sessionId",
	"traceloop.association.properties.session_id",
	"traceloop.association.properties.thread_id",
	"tfy.request.conversation_id",
	"gen_ai.conversation.id",
}

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
		Attributes:      slices.Clone(defaultAttributes),
		Target:          defaultTarget,
		TraceIDFallback: true,
		MaxTraces:       50_000,
		TTL:             10 * time.Minute,
	}
}

// Validate refuses what can't work, a line per fault that names the key.
func (c *Config) Validate() error {
	var errs []error
	if len(c.Attributes) == 0 {
		errs = append(errs, errors.New("attributes: must name at least one attribute"))
	}
	for i, name := range c.Attributes {
		if name == "" {
			errs = append(errs, fmt.Errorf("attributes::%d: must not be empty", i))
		}
	}
	if c.Target == "" {
		errs = append(errs, errors.New("target: must not be empty"))
	}
	if c.MaxTraces < 1 {
		errs = append(errs, fmt.Errorf("max_traces: must be at least 1, is %d", c.MaxTraces))
	}
	if c.TTL <= 0 {
		errs = append(errs, fmt.Errorf("ttl: must be above 0, is %v", c.TTL))
	}
	return errors.Join(errs...)
}
