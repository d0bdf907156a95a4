package planoheaders

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
)

func TestShutdown(t *testing.T) {
	processortest.VerifyShutdown(t, NewFactory(), NewFactory().CreateDefaultConfig())
}

func TestConcurrentBatches(t *testing.T) {
	cfg := defaultConfig()
	cfg.Static = map[string]string{"environment": "production"}
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)

	ctx := withMetadata(map[string][]string{"x-katanemo-tenant": {"acme"}})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				assert.NoError(t, p.ConsumeTraces(ctx, oneSpan(t, "x-katanemo-user-id", "u-42", "x-katanemo-api-key", "s3cret")))
			}
		})
	}
	wg.Wait()
	require.Len(t, sink.AllTraces(), 400)
	for _, td := range sink.AllTraces() {
		got := spanAttributes(td)
		assert.Equal(t, "u-42", got["user.id"])
		assert.Equal(t, "acme", got["tenant"])
		assert.Equal(t, "production", got["environment"])
		assert.NotContains(t, got, "api.key")
	}
}
