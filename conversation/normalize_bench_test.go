package conversation

import (
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// BenchmarkNormalize writes a conversation of a recording under the names of the conventions, and finds that it stands
// there already; a span of another kind is looked at once.
func BenchmarkNormalize(b *testing.B) {
	plain := ptrace.NewSpan()
	for _, key := range []string{"http.request.method", "url.path", "server.address", "client.address", "http.route", "thread.id"} {
		plain.Attributes().PutStr(key, "value")
	}
	for _, bench := range []struct {
		name string
		span ptrace.Span
	}{
		{"OpenInference", longestChat(b, "openinference-4.2.refund.traces.json")},
		{"Vercel AI SDK", longestChat(b, "vercel-ai-5.refund.traces.json")},
		{"conventions", longestChat(b, "openllmetry-0.27.refund.traces.json")},
		{"plain", plain},
	} {
		b.Run(bench.name, func(b *testing.B) {
			r, span := newReader(), ptrace.NewSpan()
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				bench.span.CopyTo(span)
				b.StartTimer()
				r.Normalize(span, false)
			}
		})
	}
}

// longestChat returns the last chat of a recording, which holds all of its messages.
func longestChat(b *testing.B, name string) ptrace.Span {
	b.Helper()
	var longest ptrace.Span
	most := 0
	for _, span := range recorded(b, name) {
		r := newReader()
		facts := r.Scan(span, "app")
		if facts == nil {
			continue
		}
		if messages, _ := r.Messages(facts); len(messages) > most {
			longest, most = span, len(messages)
		}
	}
	if most == 0 {
		b.Fatal("no messages in " + name)
	}
	return longest
}
