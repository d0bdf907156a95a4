package spans

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Key tells the spans of all traces apart; a span id is unique within its trace only.
type Key struct {
	TraceID pcommon.TraceID
	SpanID  pcommon.SpanID
}

// KeyOf returns the key of a span.
func KeyOf(span ptrace.Span) Key {
	return Key{TraceID: span.TraceID(), SpanID: span.SpanID()}
}
