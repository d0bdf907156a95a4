package planonaming

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
)

const spansPerBatch = 100

// llmAttributes are those of a span of Plano's, twelve of them, with signals.
var llmAttributes = m{
	"component": "llm", "request_id": "1f2bde55-52fb-a792-a055-a3a2cfd76aba", "http.method": "POST",
	"http.path": "/v1/chat/completions", "service.name.override": "plano(llm)", "llm.temperature": "0.1",
	"llm.user_message_preview": "What's the weather in Seattle?", "llm.model": "openai/gpt-4o-mini",
	"llm.time_to_first_token": 201, "signals.turn_count": 3, "signals.efficiency_score": 1.0, "signals.quality": "Good",
}

// batchOf makes ten traces of ten spans, of which one in each is of the quality given.
func batchOf(tb testing.TB, quality string) ptrace.Traces {
	tb.Helper()
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("service.name", "plano(llm)")
	ss := rs.ScopeSpans().AppendEmpty()
	for i := range spansPerBatch {
		span := ss.Spans().AppendEmpty()
		put(tb, span, s{id: byte(2 + i%10), parent: 1, name: "POST /v1/chat/completions gpt-4o", attrs: llmAttributes})
		span.SetTraceID(pcommon.TraceID{0: byte(1 + i/10)})
		if i%10 == 0 {
			span.SetParentSpanID(pcommon.SpanID{})
		}
		if i%10 == 5 {
			span.Attributes().PutStr("signals.quality", quality)
		}
	}
	return td
}

// BenchmarkSpan reports the time and the allocations of one span.
func BenchmarkSpan(b *testing.B) {
	for _, bb := range []struct {
		name    string
		quality string
		change  func(*Config)
	}{
		{"nothing to flag", "Good", func(*Config) {}},
		{"one in ten and its root flagged", "Severe", func(*Config) {}},
		{"everything on", "Severe", func(c *Config) {
			c.DropInternal, c.ServiceNameOverride, c.KeepOriginalName, c.SetResourceName = true, true, true, true
			c.NameFrom = []string{"http.method", "http.path", "llm.model"}
		}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			cfg := defaultConfig()
			bb.change(cfg)
			p, err := newProcessor(processortest.NewNopSettings(metadata.Type), cfg, time.Now)
			require.NoError(b, err)
			fresh := batchOf(b, bb.quality)
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

func TestNothingToFlagAllocatesNothing(t *testing.T) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaultConfig(), time.Now)
	require.NoError(t, err)
	td := batchOf(t, "Good")
	allocations := testing.AllocsPerRun(100, func() { _, err = p.processTraces(context.Background(), td) })
	require.NoError(t, err)
	assert.Zero(t, allocations)
}
