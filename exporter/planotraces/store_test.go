package planotraces

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// refund reads a recorded conversation.
func refund(t *testing.T) ptrace.Traces {
	t.Helper()
	recorded, err := os.ReadFile("../../examples/refund.json")
	require.NoError(t, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(recorded)
	require.NoError(t, err)
	return traces
}

// ask reads an answer of the API.
func ask(t *testing.T, e *tracesExporter, method, path string, answer any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+e.listeners[0].Address().String()+path, nil)
	require.NoError(t, err)
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, string(body))
	require.NoError(t, json.Unmarshal(body, answer))
}

// TestTracesOutliveARestart keeps a conversation, ends the exporter and asks the next one.
func TestTracesOutliveARestart(t *testing.T) {
	config := testConfig(t)
	e, _ := start(t, config, openStore)
	require.NoError(t, e.push(t.Context(), refund(t)))
	var before, after traceapi.ConversationPage
	ask(t, e, http.MethodGet, "/api/v1/conversations", &before)
	require.Len(t, before.Conversations, 1)
	require.NoError(t, e.shutdown(context.WithoutCancel(t.Context())))

	again, _ := start(t, config, openStore)
	ask(t, again, http.MethodGet, "/api/v1/conversations", &after)
	assert.Equal(t, before, after)
	var trace traceapi.Trace
	first := refund(t).ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	ask(t, again, http.MethodGet, "/api/v1/traces/"+first.TraceID().String(), &trace)
	assert.Len(t, trace.Spans, refund(t).SpanCount())
}

func TestADirectoryHasOneCollector(t *testing.T) {
	config := testConfig(t)
	start(t, config, openStore)
	second, err := newExporter(exportertest.NewNopSettings(metadata.Type), config, openStore)
	require.NoError(t, err)
	err = second.start(t.Context(), componenttest.NewNopHost())
	require.ErrorContains(t, err, "directory: ")
	require.ErrorContains(t, err, config.Directory+": in use by process")
	require.NoError(t, second.shutdown(t.Context()))
}

func TestADirectoryThatCanNotBeMadeIsSaid(t *testing.T) {
	config := testConfig(t)
	config.Directory = filepath.Join(config.Directory, "file", "below")
	require.NoError(t, os.WriteFile(filepath.Dir(config.Directory), nil, 0o600))
	e, err := newExporter(exportertest.NewNopSettings(metadata.Type), config, openStore)
	require.NoError(t, err)
	err = e.start(t.Context(), componenttest.NewNopHost())
	require.ErrorContains(t, err, "directory: ")
	require.ErrorContains(t, err, config.Directory)
	require.NoError(t, e.shutdown(t.Context()))
}

func TestDemo(t *testing.T) {
	e, _ := start(t, testConfig(t), openStore)
	e.demo = func(ctx context.Context, _ time.Time, next func(context.Context, ptrace.Traces) error) error {
		assert.False(t, e.loading.TryLock(), "a second one would load at once")
		return next(ctx, refund(t))
	}
	var status traceapi.Status
	ask(t, e, http.MethodGet, "/api/v1/status", &status)
	assert.False(t, status.DemoLoaded)
	ask(t, e, http.MethodPost, "/api/v1/demo", &status)
	assert.True(t, status.DemoLoaded)
	assert.EqualValues(t, 1, status.Conversations)
}

// TestLifecycle is that of mdatagen, in a folder of its own.
func TestLifecycle(t *testing.T) {
	factory := NewFactory()
	for range 2 {
		config := testConfig(t)
		created, err := factory.CreateTraces(t.Context(), exportertest.NewNopSettings(metadata.Type), config)
		require.NoError(t, err)
		assert.False(t, created.Capabilities().MutatesData)
		require.NoError(t, created.Start(t.Context(), componenttest.NewNopHost()))
		traces := refund(t)
		traces.MarkReadOnly()
		require.NoError(t, created.ConsumeTraces(t.Context(), traces))
		require.NoError(t, created.Shutdown(t.Context()))
	}
}
