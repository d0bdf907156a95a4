package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// What the collector has accepted it delivers, also when it is told to stop the
// moment after. testdata/slow-batch.yaml keeps every span back until then.
func TestStopDeliversWhatWasAccepted(t *testing.T) {
	j, err := harness.SharedJaeger()
	require.NoError(t, err)
	c, err := harness.StartCollector(t.Context(), harness.ExportTo(j.OTLP, "e2e/testdata/slow-batch.yaml"))
	require.NoError(t, err)

	const traces = 20
	var ids []string
	for i := range traces {
		sent, span := harness.NewSpan("drain", fmt.Sprintf("span %d", i))
		if i%2 == 0 {
			require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, sent))
		} else {
			require.NoError(t, harness.SendGRPC(t.Context(), c.GRPC, sent))
		}
		ids = append(ids, span.TraceID().String())
	}
	_, err = j.Trace(t.Context(), ids[0])
	require.ErrorIs(t, err, harness.ErrTraceNotFound, "a span left before the stop: this test proves nothing")
	require.NoError(t, c.Stop())

	for _, id := range ids {
		_, err := j.Wait(t.Context(), id, 1)
		require.NoError(t, err)
	}
}
