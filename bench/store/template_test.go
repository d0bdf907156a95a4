package main

import (
	"math/rand/v2"
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// TestRenewedRequests reads requests as a collector does.
func TestRenewedRequests(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	template, err := newTemplate(random, spansPerRequest)
	if err != nil {
		t.Fatal(err)
	}
	ids := make(map[pcommon.SpanID]bool)
	traces := make(map[pcommon.TraceID]int)
	for range 2 {
		template.renew(random)
		request := ptraceotlp.NewExportRequest()
		if err := request.UnmarshalProto(template.text); err != nil {
			t.Fatal(err)
		}
		var root ptrace.Span
		for i, span := range request.Traces().ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
			ids[span.SpanID()] = true
			traces[span.TraceID()]++
			if i%spansPerTrace == 0 {
				root = span
			} else if span.ParentSpanID() != root.SpanID() || span.TraceID() != root.TraceID() {
				t.Fatalf("span %d is not below its root", i)
			}
			if span.Attributes().Len() != 12 || span.StartTimestamp() > span.EndTimestamp() {
				t.Fatalf("span %d has %d attributes, from %s to %s", i, span.Attributes().Len(), span.StartTimestamp(), span.EndTimestamp())
			}
		}
	}
	if len(ids) != 2*spansPerRequest || len(traces) != 2*spansPerRequest/spansPerTrace {
		t.Errorf("%d spans, %d traces", len(ids), len(traces))
	}
}
