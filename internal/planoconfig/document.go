package planoconfig

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

const (
	tracingKey        = "tracing"
	spanAttributesKey = "span_attributes"
	overridesKey      = "overrides"
	disableSignalsKey = "disable_signals"
)

var (
	tracingKeys        = []string{"random_sampling", "trace_arch_internal", spanAttributesKey, "opentracing_grpc_endpoint", "exporters"}
	spanAttributesKeys = []string{"header_prefixes", "static"}
)

// readGateway finds the tracing block and what else counts. The block's keys are checked strictly; the
// rest of the configuration is Plano's own.
func readGateway(plano []byte) (*gateway, error) {
	root, err := readDocument(plano)
	if err != nil {
		return nil, err
	}
	block, err := valueOf(root, tracingKey)
	if err != nil {
		return nil, err
	}
	if block == nil {
		if block = root; !isTracing(root) {
			return nil, errors.New("tracing: must not be missing")
		}
	}
	var g gateway
	if g.tracing, err = decodeTracing(block); err != nil {
		return nil, err
	}
	g.disableSignals, err = decodeDisableSignals(root)
	return &g, err
}

// readDocument returns the only document of a text, a mapping.
func readDocument(plano []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(plano))
	var document, next yaml.Node
	if err := decoder.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("must be a mapping that holds tracing")
	}
	switch err := decoder.Decode(&next); {
	case err == nil:
		return nil, fmt.Errorf("must be one YAML document, has another on line %d", next.Line)
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	return document.Content[0], nil
}

// isTracing is true for a block that stands alone. Exporters don't tell it: collectors have them too.
func isTracing(mapping *yaml.Node) bool {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if key := mapping.Content[i].Value; key != "exporters" && slices.Contains(tracingKeys, key) {
			return true
		}
	}
	return false
}

func decodeTracing(block *yaml.Node) (t tracing, err error) {
	if err := checkKeys(tracingKey, block, tracingKeys); err != nil {
		return t, err
	}
	attributes, err := valueOf(block, tracingKey, spanAttributesKey)
	if err != nil {
		return t, err
	}
	if attributes != nil {
		if err := checkKeys(settings.Path(tracingKey, spanAttributesKey), attributes, spanAttributesKeys); err != nil {
			return t, err
		}
	}
	return t, decode(tracingKey, block, &t)
}

func decodeDisableSignals(root *yaml.Node) (disabled bool, err error) {
	overrides, err := valueOf(root, overridesKey)
	if err != nil || overrides == nil {
		return false, err
	}
	value, err := valueOf(overrides, overridesKey, disableSignalsKey)
	if err != nil || value == nil {
		return false, err
	}
	return disabled, decode(settings.Path(overridesKey, disableSignalsKey), value, &disabled)
}

func decode(path string, node *yaml.Node, to any) error {
	if err := node.Decode(to); err != nil {
		return fmt.Errorf("%s: %s", path, strings.Join(strings.Fields(err.Error()), " "))
	}
	return nil
}

// checkKeys refuses keys that Plano does not have, or that have no counterpart here.
func checkKeys(path string, mapping *yaml.Node, known []string) error {
	for i := 0; mapping.Kind == yaml.MappingNode && i+1 < len(mapping.Content); i += 2 {
		if key := mapping.Content[i]; !slices.Contains(known, key.Value) {
			return fmt.Errorf("line %d: %w", key.Line,
				settings.Must(settings.Path(path, key.Value), "be one of the keys "+strings.Join(known, ", "), key.Value))
		}
	}
	return nil
}

// valueOf returns the value of a key, by its whole path, in the mapping that holds it, nil where there is
// none. A key that is there twice is refused.
func valueOf(mapping *yaml.Node, path ...string) (*yaml.Node, error) {
	var value *yaml.Node
	line := 0
	key := path[len(path)-1]
	for i := 0; mapping.Kind == yaml.MappingNode && i+1 < len(mapping.Content); i += 2 {
		found := mapping.Content[i]
		if found.Value != key {
			continue
		}
		if value != nil {
			return nil, fmt.Errorf("%s: must be there once, is on lines %d and %d", settings.Path(path...), line, found.Line)
		}
		value, line = mapping.Content[i+1], found.Line
	}
	return value, nil
}
