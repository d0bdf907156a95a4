package planoconfig

import "github.com/otelcol-plano/otelcol-plano/signals/semconv"

// collector is the part of this collector's configuration that is written.
type collector struct {
	Processors processors `yaml:"processors"`
	Service    service    `yaml:"service"`
}

type processors struct {
	Headers headers   `yaml:"planoheaders"`
	Naming  naming    `yaml:"planonaming"`
	Sampler *sampling `yaml:"tail_sampling,omitempty"`
}

type headers struct {
	// No omitempty: an empty list replaces the default prefixes.
	HeaderPrefixes []string          `yaml:"header_prefixes"`
	Static         map[string]string `yaml:"static,omitempty"`
}

type naming struct {
	DropInternal bool `yaml:"drop_internal"`
}

type sampling struct {
	DecisionWait string   `yaml:"decision_wait"`
	Policies     []policy `yaml:"policies"`
}

type policy struct {
	Name             string            `yaml:"name"`
	Type             string            `yaml:"type"`
	BooleanAttribute *booleanAttribute `yaml:"boolean_attribute,omitempty"`
	StatusCode       *statusCode       `yaml:"status_code,omitempty"`
	Probabilistic    *probabilistic    `yaml:"probabilistic,omitempty"`
}

type booleanAttribute struct {
	Key   string `yaml:"key"`
	Value bool   `yaml:"value"`
}

type statusCode struct {
	StatusCodes []string `yaml:"status_codes"`
}

type probabilistic struct {
	SamplingPercentage float64 `yaml:"sampling_percentage"`
}

type service struct {
	Pipelines struct {
		Traces struct {
			Processors []string `yaml:"processors,flow"`
		} `yaml:"traces"`
	} `yaml:"pipelines"`
}

func (g *gateway) collector() *collector {
	t := &g.tracing
	c := &collector{Processors: processors{
		Headers: headers{HeaderPrefixes: append([]string{}, t.SpanAttributes.HeaderPrefixes...), Static: t.SpanAttributes.Static},
		Naming:  naming{DropInternal: !t.TraceArchInternal},
		Sampler: t.sampler(),
	}}
	names := []string{"memory_limiter", "planoheaders"}
	if !g.disableSignals {
		names = append(names, "planosignals")
	}
	names = append(names, "planonaming")
	if c.Processors.Sampler != nil {
		names = append(names, "tail_sampling")
	}
	c.Service.Pipelines.Traces.Processors = names
	return c
}

// sampler keeps what is concerning and the percentage of the rest. There is none where
// everything is kept.
func (t *tracing) sampler() *sampling {
	if t.percentage() == 100 {
		return nil
	}
	return &sampling{
		DecisionWait: "10s",
		Policies: []policy{
			{Name: "concerning", Type: "boolean_attribute", BooleanAttribute: &booleanAttribute{semconv.SignalsFlagged, true}},
			{Name: "errors", Type: "status_code", StatusCode: &statusCode{[]string{"ERROR"}}},
			{Name: "the-rest", Type: "probabilistic", Probabilistic: &probabilistic{t.percentage()}},
		},
	}
}
