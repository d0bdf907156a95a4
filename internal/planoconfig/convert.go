// Package planoconfig turns the tracing block of a Plano gateway's configuration into
// configuration of this collector.
package planoconfig

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// tracing is Plano's block. Plano's defaults: nothing is sampled, internal spans are left
// out.
type tracing struct {
	RandomSampling    *float64       `yaml:"random_sampling"`
	TraceArchInternal bool           `yaml:"trace_arch_internal"`
	SpanAttributes    spanAttributes `yaml:"span_attributes"`
}

// percentage is what Plano samples, 0 to 100.
func (t *tracing) percentage() float64 {
	if t.RandomSampling == nil {
		return 0
	}
	return *t.RandomSampling
}

type spanAttributes struct {
	HeaderPrefixes []string          `yaml:"header_prefixes"`
	Static         map[string]string `yaml:"static"`
}

// header explains the output to the person who reads it.
const header = `# Made from a Plano tracing block. Start with it behind the default configuration:
#   otelcol-plano --config otelcol-config.yaml --config THIS_FILE
# and let the gateway send everything (random_sampling: 100): this collector samples
# after it has seen what happened, and keeps every conversation that went wrong.
`

// Convert reads a whole Plano configuration, or its tracing block alone, and returns a
// configuration to be given behind the default one. An error names the key that can't be
// converted, with its line where the YAML has one.
func Convert(plano []byte) ([]byte, error) {
	block, err := tracingBlock(plano)
	if err != nil {
		return nil, err
	}
	if err := block.validate(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString(header)
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(block.collector()); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}

// tracingBlock finds the block. Its keys are checked strictly; the rest of the
// configuration is Plano's own.
func tracingBlock(plano []byte) (*tracing, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(plano, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("must be a mapping that holds tracing")
	}
	block := valueOf(document.Content[0], "tracing")
	if block == nil {
		block = document.Content[0]
		if valueOf(block, "random_sampling") == nil && valueOf(block, "trace_arch_internal") == nil && valueOf(block, "span_attributes") == nil {
			return nil, errors.New("tracing: must not be missing")
		}
	}
	if err := checkKeys("tracing", block, "random_sampling", "trace_arch_internal", "span_attributes"); err != nil {
		return nil, err
	}
	if attributes := valueOf(block, "span_attributes"); attributes != nil {
		if err := checkKeys("tracing::span_attributes", attributes, "header_prefixes", "static"); err != nil {
			return nil, err
		}
	}
	var t tracing
	if err := block.Decode(&t); err != nil {
		return nil, fmt.Errorf("tracing: %s", strings.Join(strings.Fields(err.Error()), " "))
	}
	return &t, nil
}

// checkKeys refuses keys that Plano does not have, or that have no counterpart here.
func checkKeys(path string, mapping *yaml.Node, known ...string) error {
	for i := 0; mapping.Kind == yaml.MappingNode && i+1 < len(mapping.Content); i += 2 {
		if key := mapping.Content[i]; !slices.Contains(known, key.Value) {
			return fmt.Errorf("line %d: %w", key.Line,
				settings.Must(settings.Path(path, key.Value), "be one of the keys "+strings.Join(known, ", "), key.Value))
		}
	}
	return nil
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func (t *tracing) validate() error {
	return errors.Join(
		settings.Between("tracing::random_sampling", t.percentage(), 0, 100),
		settings.Each("tracing::span_attributes::header_prefixes", t.SpanAttributes.HeaderPrefixes, settings.NotEmpty),
		settings.NoEmptyKey("tracing::span_attributes::static", t.SpanAttributes.Static),
	)
}
