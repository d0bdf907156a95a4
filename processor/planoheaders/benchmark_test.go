package planoheaders

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
)

const spansPerBatch = 100

// llmAttributes are those of a span of Plano's, twelve of them.
var llmAttributes = in{
	"component", "llm", "request_id", "1f2bde55-52fb-a792-a055-a3a2cfd76aba", "http.method", "POST",
	"http.path", "/v1/chat/completions", "service.name.override", "plano(llm)", "llm.temperature", "0.1",
	"llm.user_message_preview", "What's the weather in Seattle?", "llm.model", "openai/gpt-4o-mini",
	"llm.time_to_first_token", 201, "signals.quality", "Good", "signals.turn_count", 3, "guid:x-request-id", "1f2bde55",
}

func batchOf(tb testing.TB, extra ...any) ptrace.Traces {
	tb.Helper()
	td := ptrace.NewTraces()
	ss := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for range spansPerBatch {
		attrs := ss.Spans().AppendEmpty().Attributes()
		putAttributes(tb, attrs, llmAttributes...)
		putAttributes(tb, attrs, extra...)
	}
	return td
}

// BenchmarkSpan reports the time and the allocations of one span.
func BenchmarkSpan(b *testing.B) {
	twoHeaders := in{"x-katanemo-user-id", "u-42", "http.request.header.x-katanemo-session-id", []any{"s-7"}}
	for _, bb := range []struct {
		name   string
		change func(*Config)
		extra  in
	}{
		{"no match", func(*Config) {}, nil},
		{"two headers", func(*Config) {}, twoHeaders},
		{"two headers, originals removed", func(c *Config) { c.RemoveOriginals = true }, twoHeaders},
		{"two static", func(c *Config) { c.Static = map[string]string{"environment": "production", "version": "1.0.0"} }, nil},
	} {
		b.Run(bb.name, func(b *testing.B) {
			cfg := defaultConfig()
			bb.change(cfg)
			p, err := newProcessor(processortest.NewNopSettings(metadata.Type), cfg)
			if err != nil {
				b.Fatal(err)
			}
			fresh := batchOf(b, bb.extra...)
			b.ReportAllocs()
			for i := range b.N {
				if i%spansPerBatch != 0 {
					continue
				}
				b.StopTimer()
				td := ptrace.NewTraces()
				fresh.CopyTo(td)
				b.StartTimer()
				if _, err := p.processTraces(context.Background(), td); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestNoMatchAllocatesNothing(t *testing.T) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaultConfig())
	require.NoError(t, err)
	td := batchOf(t)
	allocations := testing.AllocsPerRun(100, func() { _, err = p.processTraces(context.Background(), td) })
	require.NoError(t, err)
	assert.Zero(t, allocations)
}
