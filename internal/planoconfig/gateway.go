package planoconfig

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/headername"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// gateway is what is read of Plano's configuration.
type gateway struct {
	tracing tracing
	// disableSignals is overrides::disable_signals.
	disableSignals bool
}

// tracing is Plano's block. Plano's defaults: nothing is sampled, internal spans are left
// out.
type tracing struct {
	RandomSampling          *float64       `yaml:"random_sampling"`
	TraceArchInternal       bool           `yaml:"trace_arch_internal"`
	SpanAttributes          spanAttributes `yaml:"span_attributes"`
	OpentracingGRPCEndpoint string         `yaml:"opentracing_grpc_endpoint"`
	Exporters               []exporter     `yaml:"exporters"`
}

type spanAttributes struct {
	HeaderPrefixes []string          `yaml:"header_prefixes"`
	Static         map[string]string `yaml:"static"`
}

// exporter sends from the gateway to a backend. Its other settings are not read.
type exporter struct {
	Type string `yaml:"type"`
}

// percentage is what Plano samples, 0 to 100.
func (t *tracing) percentage() float64 {
	if t.RandomSampling == nil {
		return 0
	}
	return *t.RandomSampling
}

func (t *tracing) validate() error {
	return errors.Join(
		settings.Between("tracing::random_sampling", t.percentage(), 0, 100),
		headername.ValidatePrefixes("tracing::span_attributes::header_prefixes", t.SpanAttributes.HeaderPrefixes),
		settings.NoEmptyKey(staticPath, t.SpanAttributes.Static),
		t.SpanAttributes.validateStatic(),
	)
}

const staticPath = "tracing::span_attributes::static"

func (a *spanAttributes) validateStatic() error {
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(a.Static)) {
		errs = append(errs, settings.NotEmpty(settings.Path(staticPath, key), a.Static[key]))
	}
	return errors.Join(errs...)
}

// notes says what becomes of settings that are not in the output, and of those that leave something out of it.
func (g *gateway) notes() []string {
	var notes []string
	if endpoint := g.tracing.OpentracingGRPCEndpoint; endpoint != "" {
		notes = append(notes, fmt.Sprintf("tracing::opentracing_grpc_endpoint: %q stays in the gateway's configuration: it is where the "+
			"gateway sends its traces, and must name this collector (127.0.0.1:4317 by default); "+
			"a backend that it names belongs into this collector's exporters", endpoint))
	}
	for i, exporter := range g.tracing.Exporters {
		notes = append(notes, fmt.Sprintf("tracing::exporters::%d: %q stays in the gateway's configuration: the gateway goes on "+
			"sending there by itself, beside what it sends to this collector", i, exporter.Type))
	}
	if g.disableSignals {
		notes = append(notes, "overrides::disable_signals: true leaves planosignals out of the pipeline: "+
			"no signals are computed here either")
	}
	return notes
}
