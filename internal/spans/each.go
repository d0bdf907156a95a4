// Package spans walks over the spans of a batch.
package spans

import "go.opentelemetry.io/collector/pdata/ptrace"

// Each calls do with every span, whichever resource and scope it stands under.
func Each(traces ptrace.Traces, do func(ptrace.Span)) {
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				do(span)
			}
		}
	}
}
