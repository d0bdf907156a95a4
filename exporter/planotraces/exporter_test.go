package planotraces

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// memory keeps the number of spans, or fails.
type memory struct {
	*fakestore.Store
	failing atomic.Bool
	spans   atomic.Int64
	closed  atomic.Bool
}

func newMemory() *memory { return &memory{Store: fakestore.Empty(time.Now())} }

func (m *memory) Append(ctx context.Context, traces ptrace.Traces) error {
	if m.failing.Load() {
		return errFull
	}
	m.spans.Add(int64(traces.SpanCount()))
	return ctx.Err()
}

func (m *memory) Close(context.Context) error {
	m.closed.Store(true)
	return nil
}

func (m *memory) open(context.Context, string, *Config, *exporter.Settings) (keeper, error) {
	return m, nil
}

func testConfig(t *testing.T) *Config {
	t.Helper()
	c := createDefaultConfig().(*Config)
	c.Directory, c.Endpoint, c.QueryEndpoint = t.TempDir(), "127.0.0.1:0", "127.0.0.1:0"
	require.NoError(t, c.Validate())
	return c
}

func start(t *testing.T, config *Config, open opener) (*tracesExporter, *observer.ObservedLogs) {
	t.Helper()
	core, logs := observer.New(zap.InfoLevel)
	set := exportertest.NewNopSettings(metadata.Type)
	set.Logger, set.BuildInfo.Version = zap.New(core), "1.2.3"
	e, err := newExporter(set, config, open)
	require.NoError(t, err)
	require.NoError(t, e.start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, e.shutdown(context.WithoutCancel(t.Context()))) })
	return e, logs
}

func twoSpans() ptrace.Traces {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	spans.AppendEmpty().SetName("one")
	spans.AppendEmpty().SetName("two")
	return traces
}

// status asks an endpoint.
func status(t *testing.T, e *tracesExporter, listener int) traceapi.Status {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	address := "http://" + e.listeners[listener].Address().String() + "/api/v1/status"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	response, err := (&http.Client{Transport: transport}).Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	var got traceapi.Status
	require.NoError(t, json.Unmarshal(body, &got), string(body))
	return got
}

func TestKeepsAndServes(t *testing.T) {
	m := newMemory()
	e, logs := start(t, testConfig(t), m.open)
	require.NoError(t, e.push(t.Context(), twoSpans()))
	assert.EqualValues(t, 2, m.spans.Load())
	for i := range 2 {
		got := status(t, e, i)
		assert.Equal(t, "1.2.3", got.Version)
		assert.Equal(t, "127.0.0.1:4317", got.OTLPGRPC)
		assert.Zero(t, got.Lost)
	}
	require.Equal(t, 1, logs.FilterMessage("Traces are kept and shown").Len())
	assert.Equal(t, 1, logs.Len())
}

func TestThePipelineGoesOnWhereTheDiskIsFull(t *testing.T) {
	m := newMemory()
	e, logs := start(t, testConfig(t), m.open)
	m.failing.Store(true)
	require.NoError(t, e.push(t.Context(), twoSpans()))
	got := status(t, e, 0)
	assert.EqualValues(t, 2, got.Lost)
	assert.Equal(t, errFull.Error(), got.Problem)
	assert.Equal(t, 1, logs.FilterMessage("Spans can't be kept and are lost").Len())
	m.failing.Store(false)
	require.NoError(t, e.push(t.Context(), twoSpans()))
	assert.Empty(t, status(t, e, 0).Problem)
}

func TestSendersAreRefusedWhereThatIsWanted(t *testing.T) {
	m := newMemory()
	config := testConfig(t)
	config.RefuseOnFailure = true
	e, _ := start(t, config, m.open)
	m.failing.Store(true)
	require.ErrorIs(t, e.push(t.Context(), twoSpans()), errFull)
	assert.Zero(t, status(t, e, 0).Lost)
}

func TestWhatASenderGaveUpIsNotLost(t *testing.T) {
	e, _ := start(t, testConfig(t), newMemory().open)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, e.push(ctx, twoSpans()), context.Canceled)
	assert.Zero(t, status(t, e, 0).Lost)
}

func TestPortsInUseNameTheSetting(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, taken.Close()) }()
	address := taken.Addr().String()
	m, config := newMemory(), testConfig(t)
	config.QueryEndpoint = address
	e, err := newExporter(exportertest.NewNopSettings(metadata.Type), config, m.open)
	require.NoError(t, err)
	err = e.start(t.Context(), componenttest.NewNopHost())
	require.ErrorContains(t, err, "query_endpoint: can't listen on "+address+": bind: address already in use")
	assert.True(t, m.closed.Load())
}

func TestOpenStoresAreSaid(t *testing.T) {
	config := testConfig(t)
	config.Endpoint, config.AllowWithoutToken = "0.0.0.0:0", true
	_, logs := start(t, config, newMemory().open)
	warnings := logs.FilterLevelExact(zap.WarnLevel).All()
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0].Message, "token is not set")
}

func TestWithoutEndpoints(t *testing.T) {
	config := testConfig(t)
	config.Endpoint, config.QueryEndpoint = "", ""
	e, _ := start(t, config, newMemory().open)
	assert.Empty(t, e.listeners)
	require.NoError(t, e.push(t.Context(), twoSpans()))
}

func TestShutdownWithoutStart(t *testing.T) {
	e, err := newExporter(exportertest.NewNopSettings(metadata.Type), testConfig(t), newMemory().open)
	require.NoError(t, err)
	require.NoError(t, e.shutdown(t.Context()))
}
