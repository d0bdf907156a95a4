package oversized

import "go.opentelemetry.io/collector/pdata/ptrace"

var sizes ptrace.ProtoMarshaler

// framing is the most bytes that protobuf puts around a span, its scope and its resource.
const framing = 32

// take moves out of td what does not fit into requests of maxSize bytes, each span as a
// request with its resource and scope. Where these alone take up more than half of a
// request, all spans of the resource stay together: each further request would repeat it.
func take(td ptrace.Traces, maxSize int) []ptrace.Traces {
	var taken []ptrace.Traces
	td.ResourceSpans().RemoveIf(func(rs ptrace.ResourceSpans) bool {
		header := headerOf(rs)
		if sizes.ResourceSpansSize(header) > maxSize/2 {
			request := ptrace.NewTraces()
			rs.MoveTo(request.ResourceSpans().AppendEmpty())
			taken = append(taken, request)
			return true
		}
		rs.ScopeSpans().RemoveIf(func(ss ptrace.ScopeSpans) bool {
			ss.Spans().RemoveIf(func(span ptrace.Span) bool {
				if sizes.SpanSize(span)+sizes.ResourceSpansSize(header)+framing <= maxSize {
					return false
				}
				request := ptrace.NewTraces()
				alone := request.ResourceSpans().AppendEmpty()
				rs.Resource().CopyTo(alone.Resource())
				alone.SetSchemaUrl(rs.SchemaUrl())
				scope := alone.ScopeSpans().AppendEmpty()
				ss.Scope().CopyTo(scope.Scope())
				scope.SetSchemaUrl(ss.SchemaUrl())
				span.MoveTo(scope.Spans().AppendEmpty())
				taken = append(taken, request)
				return true
			})
			return ss.Spans().Len() == 0
		})
		return rs.ScopeSpans().Len() == 0
	})
	return taken
}

// headerOf is what every request with spans of rs repeats at most: its resource and its
// largest scope.
func headerOf(rs ptrace.ResourceSpans) ptrace.ResourceSpans {
	header := ptrace.NewResourceSpans()
	rs.Resource().CopyTo(header.Resource())
	header.SetSchemaUrl(rs.SchemaUrl())
	largest := header.ScopeSpans().AppendEmpty()
	for _, ss := range rs.ScopeSpans().All() {
		scope := ptrace.NewScopeSpans()
		ss.Scope().CopyTo(scope.Scope())
		scope.SetSchemaUrl(ss.SchemaUrl())
		if sizes.ScopeSpansSize(scope) > sizes.ScopeSpansSize(largest) {
			scope.MoveTo(largest)
		}
	}
	return header
}
