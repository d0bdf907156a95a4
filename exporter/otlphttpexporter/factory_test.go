package otlphttpexporter

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/exporter/xexporter"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// send sends spans of the given sizes in one request, with a setting. It returns how many
// spans each request had that arrived.
func send(t *testing.T, queue map[string]any, sizes ...int) []int {
	t.Helper()
	var mu sync.Mutex
	var arrived []int
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		request := ptraceotlp.NewExportRequest()
		assert.NoError(t, request.UnmarshalProto(body))
		mu.Lock()
		defer mu.Unlock()
		arrived = append(arrived, request.Traces().SpanCount())
	}))
	defer server.Close()

	factory := NewFactory()
	config := factory.CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"endpoint": server.URL, "compression": "none", "sending_queue": queue,
	}).Unmarshal(config))
	exporter, err := factory.CreateTraces(t.Context(), exportertest.NewNopSettings(factory.Type()), config)
	require.NoError(t, err)
	require.NoError(t, exporter.Start(t.Context(), componenttest.NewNopHost()))
	td := ptrace.NewTraces()
	scope := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for _, size := range sizes {
		scope.Spans().AppendEmpty().SetName(strings.Repeat("n", size))
	}
	require.NoError(t, exporter.ConsumeTraces(t.Context(), td))
	require.NoError(t, exporter.Shutdown(t.Context()))
	return arrived
}

func TestLargeSpansGoAlone(t *testing.T) {
	batch := map[string]any{"sizer": "bytes", "min_size": 1000, "max_size": 4000}
	assert.ElementsMatch(t, []int{1, 2}, send(t, map[string]any{"batch": batch}, 10, 5000, 10))
}

func TestOtherQueuesAreUpstreams(t *testing.T) {
	for name, queue := range map[string]map[string]any{
		"no queue":      {"enabled": false},
		"no batches":    {"sizer": "bytes", "queue_size": 100_000},
		"no largest":    {"batch": map[string]any{"sizer": "bytes", "min_size": 1000}},
		"batches items": {"batch": map[string]any{"sizer": "items", "min_size": 1, "max_size": 3}},
	} {
		assert.Equal(t, []int{3}, send(t, queue, 10, 5000, 10), name)
	}
}

func TestOtherSignalsAreUpstreams(t *testing.T) {
	factory, ok := NewFactory().(xexporter.Factory)
	require.True(t, ok)
	config := factory.CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{"endpoint": "http://127.0.0.1:1"}).Unmarshal(config))
	set := exportertest.NewNopSettings(factory.Type())
	_, err := factory.CreateMetrics(t.Context(), set, config)
	require.NoError(t, err)
	_, err = factory.CreateLogs(t.Context(), set, config)
	require.NoError(t, err)
	_, err = factory.CreateProfiles(t.Context(), set, config)
	require.NoError(t, err)
}
