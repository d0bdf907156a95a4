package conversation

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func BenchmarkScanPlainSpan(b *testing.B) {
	span := ptrace.NewSpan()
	for _, key := range []string{
		"http.request.method", "url.path", "server.address", "server.port", "network.protocol.version", "user_agent.original",
		"client.address", "http.route", "thread.id", "code.function", "tenant", "component",
	} {
		span.Attributes().PutStr(key, "value")
	}
	r := newReader()
	b.ReportAllocs()
	for b.Loop() {
		if r.Scan(span, "shop") != nil {
			b.Fatal("a plain span tells something")
		}
	}
}

func BenchmarkReadMessages(b *testing.B) {
	data, err := os.ReadFile("testdata/openllmetry-0.27.refund.traces.json")
	require.NoError(b, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(b, err)
	r := newReader()
	var span ptrace.Span
	size := 0
	for _, resource := range traces.ResourceSpans().All() {
		s := resource.ScopeSpans().At(0).Spans().At(0)
		if v, ok := s.Attributes().Get("gen_ai.input.messages"); ok && v.Type() == pcommon.ValueTypeStr && len(v.Str()) > size {
			span, size = s, len(v.Str())
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		if messages, _ := r.Messages(r.Scan(span, "app")); len(messages) == 0 {
			b.Fatal("nothing read")
		}
	}
}
