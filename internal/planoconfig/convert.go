// Package planoconfig turns the tracing block of a Plano gateway's configuration into
// configuration of this collector.
package planoconfig

import (
	"bytes"

	"go.yaml.in/yaml/v3"
)

// header explains the output to the person who reads it.
const header = `# Made from a Plano tracing block. Start with it behind the default configuration:
#   otelcol-plano --config otelcol-config.yaml --config THIS_FILE
# and let the gateway send everything (random_sampling: 100): this collector samples
# after it has seen what happened, and keeps every conversation that went wrong.
`

// Convert reads a whole Plano configuration, or its tracing block alone, and returns a
// configuration to be given behind the default one. The notes say, a line each, what becomes of
// settings that have no counterpart; they stand in the configuration too. An error names the key
// that can't be converted, with its line where the YAML has one.
func Convert(plano []byte) (converted []byte, notes []string, err error) {
	g, err := readGateway(plano)
	if err != nil {
		return nil, nil, err
	}
	if err := g.tracing.validate(); err != nil {
		return nil, nil, err
	}
	notes = g.notes()
	var out bytes.Buffer
	out.WriteString(header)
	for _, note := range notes {
		out.WriteString("# " + note + "\n")
	}
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(g.collector()); err != nil {
		return nil, nil, err
	}
	return out.Bytes(), notes, encoder.Close()
}
