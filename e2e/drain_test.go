package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// What the collector has accepted it delivers, also when it is told to stop the
// moment after. testdata/slow-batch.yaml keeps every span back until then.
func TestStopDeliversWhatWasAccepted(t *testing.T) {
	j, err := sharedJaeger()
	require.NoError(t, err)
	c, err := startCollector(t.Context(), j.otlp, "testdata/slow-batch.yaml")
	require.NoError(t, err)

	const traces = 20
	var ids []pcommon.TraceID
	for i := range traces {
		sent, span := newSpan("drain", fmt.Sprintf("span %d", i))
		if i%2 == 0 {
			require.NoError(t, harness.SendHTTP(t.Context(), c.http, sent))
		} else {
			require.NoError(t, harness.SendGRPC(t.Context(), c.grpc, sent))
		}
		ids = append(ids, span.TraceID())
	}
	_, err = j.traces(t.Context(), "/api/traces/"+ids[0].String())
	require.ErrorIs(t, err, errNotFound, "a span left before the stop: this test proves nothing")
	require.NoError(t, c.Stop())

	for _, id := range ids {
		_, err := j.waitTrace(t.Context(), id, 1)
		require.NoError(t, err)
	}
}
