// Package pipelineorder warns at the start where processors of a pipeline stand in an order
// that leaves one without what it needs. A component does not see its pipeline; a
// converter sees the whole configuration. This one changes nothing in it.
package pipelineorder

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"
)

type converter struct {
	logger *zap.Logger
}

// NewFactory returns a factory of the converter.
func NewFactory() confmap.ConverterFactory {
	return confmap.NewConverterFactory(func(set confmap.ConverterSettings) confmap.Converter {
		return converter{set.Logger}
	})
}

// Convert logs a warning for each pipeline whose planonaming all stand before its
// planosignals.
func (c converter) Convert(_ context.Context, conf *confmap.Conf) error {
	pipelines, _ := conf.Get("service::pipelines").(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(pipelines)) {
		pipeline, _ := pipelines[name].(map[string]any)
		processors, _ := pipeline["processors"].([]any)
		naming, signals := lastOf(processors, "planonaming"), lastOf(processors, "planosignals")
		if naming >= 0 && naming < signals {
			c.logger.Warn(fmt.Sprintf("service::pipelines::%s: planonaming stands before planosignals: "+
				"it flags what planosignals finds, so it must come after it", name))
		}
	}
	return nil
}

// lastOf is the index of the last processor of a type, of any name, or -1.
func lastOf(processors []any, componentType string) int {
	for i, processor := range slices.Backward(processors) {
		id, _ := processor.(string)
		if before, _, _ := strings.Cut(id, "/"); strings.TrimSpace(before) == componentType {
			return i
		}
	}
	return -1
}
