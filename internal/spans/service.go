package spans

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	conventions "go.opentelemetry.io/otel/semconv/v1.38.0"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// ServiceOf returns the service.name of a resource, empty where it has none or one that is no scalar.
func ServiceOf(resource pcommon.Resource) string {
	if name, ok := resource.Attributes().Get(string(conventions.ServiceNameKey)); ok {
		return value.Scalar(name)
	}
	return ""
}
