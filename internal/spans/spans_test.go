package spans

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func TestEachVisitsEverySpanUnderItsKey(t *testing.T) {
	traces := ptrace.NewTraces()
	var want []Key
	for resource := range byte(2) {
		r := traces.ResourceSpans().AppendEmpty()
		r.ScopeSpans().AppendEmpty()
		for scope := range byte(2) {
			s := r.ScopeSpans().AppendEmpty()
			span := s.Spans().AppendEmpty()
			span.SetTraceID(pcommon.TraceID{resource})
			span.SetSpanID(pcommon.SpanID{scope})
			want = append(want, Key{pcommon.TraceID{resource}, pcommon.SpanID{scope}})
		}
	}
	var got []Key
	Each(traces, func(span ptrace.Span) { got = append(got, KeyOf(span)) })
	assert.Equal(t, want, got)
}
