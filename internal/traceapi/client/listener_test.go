package client

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/apitest"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/planoquery"
)

// planoListener answers as Plano's listener does: gRPC only, JSON bytes.
func planoListener(t *testing.T, answer []byte) *Client {
	t.Helper()
	socket := listen(t)
	server := apitest.Listener(answer)
	done := make(chan error)
	go func() { done <- server.Serve(socket) }()
	t.Cleanup(func() {
		server.Stop()
		assert.NoError(t, <-done)
	})
	c := New(socket.Addr().String(), "")
	t.Cleanup(c.Close)
	return c
}

func failures(t *testing.T) *Client {
	t.Helper()
	answer, err := os.ReadFile("testdata/plano-failure-traces.json")
	require.NoError(t, err)
	return planoListener(t, answer)
}

func TestPlanosListenerLists(t *testing.T) {
	c := failures(t)
	for search, want := range map[string][]string{
		"":                     {"f7a31829", "a1b2c3d4", "b2c3d4e5"},
		"http.status_code=503": {"f7a31829"},
		"http.status_code=429": {"a1b2c3d4"},
		"guid:x-request-id=3h4dfg77-74hd-c9b4-c277-i5i4ehf98idi":    {"b2c3d4e5"},
		"http.status_code=200 orchestrator.rate_limited=true":       {"a1b2c3d4"},
		"http.status_code=200 http.status_code=503":                 nil,
		"-orchestrator.rate_limited=true -http.status_code=500":     {"f7a31829"},
		`llm.user_message_preview="What's the weather in Seattle?"`: {"f7a31829", "a1b2c3d4"},
	} {
		page, err := c.Traces(t.Context(), traceapi.Query{Search: search})
		require.NoError(t, err)
		var got []string
		for _, trace := range page.Traces {
			got = append(got, trace.TraceID[:8])
		}
		assert.Equal(t, want, got, search)
	}
}

func TestPlanosListenerPages(t *testing.T) {
	c := failures(t)
	page, err := c.Traces(t.Context(), traceapi.Query{Limit: 2})
	require.NoError(t, err)
	require.Len(t, page.Traces, 2)
	assert.Equal(t, traceapi.TraceSummary{
		TraceID: "f7a31829c4b5d6e8a9f0b1c2d3e4f5a6", Name: "POST /v1/chat/completions", Service: "plano(inbound)", Spans: 6,
		Start: 1770937800183402000, DurationNS: 797832000,
	}, page.Traces[0])
	page, err = c.Traces(t.Context(), traceapi.Query{Limit: 2, Cursor: page.NextCursor})
	require.NoError(t, err)
	require.Len(t, page.Traces, 1)
	assert.Empty(t, page.NextCursor)

	page, err = c.Traces(t.Context(), traceapi.Query{From: now.UnixNano()})
	require.NoError(t, err)
	assert.Empty(t, page.Traces)
}

func TestPlanosListenerTrace(t *testing.T) {
	c := failures(t)
	for _, id := range []string{"f7a31829c4b5d6e8a9f0b1c2d3e4f5a6", "f7a31829", "F7A31829"} {
		trace, err := c.Trace(t.Context(), id)
		require.NoError(t, err)
		assert.Equal(t, "f7a31829c4b5d6e8a9f0b1c2d3e4f5a6", trace.TraceID)
		require.Len(t, trace.Spans, 6)
		assert.Equal(t, "plano(inbound)", trace.Spans[0].Service)
		assert.Empty(t, trace.Spans[0].Attributes[0].Value.Text())
	}
	_, err := c.Trace(t.Context(), "00112233")
	require.ErrorIs(t, err, traceapi.ErrNotFound)
}

// Plano's listener writes booleans and doubles as such.
func TestPlanosListenerTypes(t *testing.T) {
	c := planoListener(t, []byte(`{"traces": [{"trace_id": "a", "spans": [{"startTimeUnixNano": 5, "attributes": [
		{"key": "s", "value": {"stringValue": "x"}}, {"key": "i", "value": {"intValue": "7"}}, {"key": "d", "value": {"doubleValue": 1.5}},
		{"key": "b", "value": {"boolValue": true}}, {"key": "n", "value": {}}]}, {"startTimeUnixNano": "later"}]}]}`))
	trace, err := c.Trace(t.Context(), "a")
	require.NoError(t, err)
	require.Len(t, trace.Spans, 2)
	assert.Zero(t, trace.Spans[0].Start)
	var texts []string
	for _, attribute := range trace.Spans[1].Attributes {
		texts = append(texts, attribute.Value.Text())
	}
	assert.Equal(t, []string{"x", "7", "1.5", "true", ""}, texts)
}

func TestPlanosListenerHasTracesOnly(t *testing.T) {
	c := failures(t)
	_, err := c.Conversations(t.Context(), traceapi.Query{})
	var only *ListenerError
	require.ErrorAs(t, err, &only)
	_, err = c.Traces(t.Context(), traceapi.Query{Search: "quality:severe"})
	require.ErrorIs(t, err, traceapi.ErrInvalid)
	_, err = c.Traces(t.Context(), traceapi.Query{Search: `"`})
	require.ErrorIs(t, err, traceapi.ErrInvalid)
	_, err = c.Traces(t.Context(), traceapi.Query{Cursor: "x"})
	require.ErrorIs(t, err, traceapi.ErrInvalid)
}

// A collector's OTLP port speaks gRPC too, but does not answer this.
func TestAnotherServiceOfGRPC(t *testing.T) {
	socket := listen(t)
	server := grpc.NewServer()
	done := make(chan error)
	go func() { done <- server.Serve(socket) }()
	defer func() {
		server.Stop()
		assert.NoError(t, <-done)
	}()
	c := New(socket.Addr().String(), "")
	defer c.Close()
	start := time.Now()
	_, err := c.Traces(t.Context(), traceapi.Query{})
	require.ErrorContains(t, err, "gRPC answers there, but not /plano.TraceQuery/GetTraces")
	assert.Less(t, time.Since(start), 5*time.Second)
}

func TestPlanosListenerWritesNoJSON(t *testing.T) {
	c := planoListener(t, []byte("x"))
	_, err := c.Trace(t.Context(), "f7a31829")
	require.ErrorContains(t, err, planoquery.GetTraces)
}
