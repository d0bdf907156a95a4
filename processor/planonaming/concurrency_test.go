package planonaming

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
)

func TestShutdown(t *testing.T) {
	processortest.VerifyShutdown(t, NewFactory(), NewFactory().CreateDefaultConfig())
}

func TestConcurrentBatches(t *testing.T) {
	cfg := dropping()
	cfg.ServiceNameOverride, cfg.MaxTraces, cfg.MaxDroppedSpans = true, 4, 4
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for worker := range byte(8) {
		wg.Go(func() {
			for n := range byte(50) {
				trace := 1 + worker*8 + n%8
				batch := tracesOf(t, in(trace, severe), in(trace, routing(7, 1)), in(trace, plain(8, 7)), in(trace, root))
				assert.NoError(t, p.ConsumeTraces(context.Background(), batch))
			}
		})
	}
	wg.Wait()
	require.Len(t, sink.AllTraces(), 400)
	for _, td := range sink.AllTraces() {
		assert.Equal(t, []string{"chat 🚩", "chat", "POST /v1 🚩"}, names(spansOf(td)))
		assert.Equal(t, byte(1), spansOf(td)[1].parent)
	}
}
