package planonaming

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
)

// BenchmarkParallel shows with -cpu 1,2 how far batches of flagged traces hinder each other. Each goroutine has
// traces of its own.
func BenchmarkParallel(b *testing.B) {
	for _, bb := range []struct {
		name   string
		change func(*Config)
	}{
		{"one in ten and its root flagged", func(*Config) {}},
		{"internal spans remembered", func(c *Config) { c.DropInternal = true }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			cfg := defaultConfig()
			bb.change(cfg)
			p, err := newProcessor(processortest.NewNopSettings(metadata.Type), cfg, time.Now)
			require.NoError(b, err)
			_, err = p.processTraces(context.Background(), tracesOf(b, routing(2, 1), plain(3, 2)))
			require.NoError(b, err)
			var goroutines atomic.Uint32
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				td := batchOf(b, "Severe")
				own := byte(goroutines.Add(1))
				spans.Each(td, func(span ptrace.Span) { span.SetTraceID(pcommon.TraceID{span.TraceID()[0], own}) })
				for i := 0; pb.Next(); i++ {
					if i%spansPerBatch != 0 {
						continue
					}
					if _, err := p.processTraces(context.Background(), td); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
