// Package layers reads collector configurations as the collector does: several files
// on top of each other.
package layers

import (
	"fmt"
	"os"

	"go.opentelemetry.io/collector/confmap"
	"sigs.k8s.io/yaml"
)

// Merge puts each configuration on top of the one before it: maps are merged, lists and
// values replaced. References to the environment stay as they are written.
func Merge(configs ...[]byte) (map[string]any, error) {
	merged := confmap.New()
	for i, text := range configs {
		var layer map[string]any
		if err := yaml.UnmarshalStrict(text, &layer); err != nil {
			return nil, fmt.Errorf("configuration %d: %w", i, err)
		}
		if err := merged.Merge(confmap.NewFromStringMap(layer)); err != nil {
			return nil, fmt.Errorf("configuration %d: %w", i, err)
		}
	}
	return merged.ToStringMap(), nil
}

// MergeFiles is Merge over files.
func MergeFiles(paths ...string) (map[string]any, error) {
	configs := make([][]byte, len(paths))
	for i, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		configs[i] = text
	}
	return Merge(configs...)
}
