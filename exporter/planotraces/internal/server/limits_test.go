package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// slow answers when it is let or when the time is over.
type slow struct {
	traceapi.Store
	entered chan struct{}
	let     chan struct{}
}

func newSlow() slow { return slow{fake(), make(chan struct{}, 100), make(chan struct{})} }

func (s slow) Status(ctx context.Context) (traceapi.Status, error) {
	s.entered <- struct{}{}
	select {
	case <-s.let:
		return s.Store.Status(ctx)
	case <-ctx.Done():
		return traceapi.Status{}, ctx.Err()
	}
}

func TestQueriesHaveAnEnd(t *testing.T) {
	s := serve(t, newSlow(), Options{QueryTime: 20 * time.Millisecond})
	r := s.get("/api/v1/status")
	assert.Equal(t, http.StatusServiceUnavailable, r.status)
	assert.Equal(t, "1", r.header.Get("Retry-After"))
	assert.Contains(t, r.body, "the query took longer than 20ms")
}

func TestQueriesAreLimited(t *testing.T) {
	store := newSlow()
	s := serve(t, store, Options{MaxQueries: 2, QueryTime: time.Minute})
	answers := make(chan int, 2)
	for range 2 {
		go func() { answers <- s.get("/api/v1/status").status }()
	}
	<-store.entered
	<-store.entered
	r := s.get("/api/v1/conversations")
	assert.Equal(t, http.StatusServiceUnavailable, r.status)
	assert.Equal(t, "1", r.header.Get("Retry-After"))
	assert.Contains(t, r.body, "too many queries at once")
	close(store.let)
	assert.Equal(t, http.StatusOK, <-answers)
	assert.Equal(t, http.StatusOK, <-answers)
	assert.Equal(t, http.StatusOK, s.get("/api/v1/conversations").status)
}

func TestAnswersAreBounded(t *testing.T) {
	store := fake()
	s := serve(t, store, Options{MaxAnswer: 2 << 20})
	big, err := store.Conversation(t.Context(), fakestore.BigTrace)
	require.NoError(t, err)
	id := big.TraceList[0].TraceID
	r := s.get("/api/v1/traces/" + id)
	assert.Equal(t, http.StatusRequestEntityTooLarge, r.status)
	assert.Contains(t, r.body, "value_bytes")
}

func TestValuesAreCutOnDemand(t *testing.T) {
	store := fake()
	s := serve(t, store, Options{})
	hostile, err := store.Conversation(t.Context(), fakestore.Hostile)
	require.NoError(t, err)
	id := hostile.TraceList[0].TraceID
	whole, err := store.Trace(t.Context(), id)
	require.NoError(t, err)
	var got traceapi.Trace
	require.NoError(t, json.Unmarshal([]byte(s.get("/api/v1/traces/"+id+"?value_bytes=5").body), &got))
	require.Len(t, got.Spans, len(whole.Spans))
	for _, span := range got.Spans {
		for _, a := range span.Attributes {
			if a.Value.String != nil {
				assert.LessOrEqual(t, len(*a.Value.String), 5)
			}
		}
	}
	again, err := store.Trace(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, whole, again)
}

func TestRequestsAreBounded(t *testing.T) {
	mcp := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Body.Read(make([]byte, 10)); err != nil {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		for {
			if _, err := r.Body.Read(make([]byte, 1<<16)); err != nil {
				var tooLarge *http.MaxBytesError
				if errors.As(err, &tooLarge) {
					w.WriteHeader(http.StatusRequestEntityTooLarge)
				}
				return
			}
		}
	})
	s := serve(t, fake(), Options{MCP: mcp, Token: secret})
	asOwner := header("Authorization", "Bearer "+secret)
	assert.Equal(t, http.StatusRequestEntityTooLarge, s.send(http.MethodPost, "/mcp", strings.Repeat("a", maxBody+1), asOwner).status)
	assert.Equal(t, http.StatusOK, s.send(http.MethodPost, "/mcp", strings.Repeat("a", maxBody), asOwner).status)
	assert.Equal(t, http.StatusBadRequest, s.send(http.MethodPost, "/login", "token="+strings.Repeat("a", maxLogin), form).status)
	large := s.send(http.MethodGet, "/", "", header("X-Large", strings.Repeat("a", 2*maxHeader)))
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, large.status)
	long := s.send(http.MethodGet, "/api/v1/conversations?q="+strings.Repeat("a", 4097), "", asOwner)
	assert.Equal(t, http.StatusBadRequest, long.status)
	assert.Contains(t, long.body, "q: must have at most 4096 bytes")
}

// broken has an error that is nobody's fault but its own.
type broken struct{ traceapi.Store }

func (broken) Status(context.Context) (traceapi.Status, error) {
	return traceapi.Status{}, errors.New("open /home/me/traces.db: input/output error")
}

func TestErrorsOfTheStoreAreNotShown(t *testing.T) {
	s := serve(t, broken{fake()}, Options{})
	r := s.get("/api/v1/status")
	assert.Equal(t, http.StatusInternalServerError, r.status)
	assert.NotContains(t, r.body, "/home/me")
}

func TestDemo(t *testing.T) {
	store := fakestore.Empty(started)
	s := serve(t, store, Options{LoadDemo: store.LoadDemo})
	var status traceapi.Status
	require.NoError(t, json.Unmarshal([]byte(s.send(http.MethodPost, "/api/v1/demo", "", nil).body), &status))
	assert.True(t, status.DemoLoaded)
	assert.Positive(t, status.Conversations)
	assert.Equal(t, http.StatusNotFound, s.get("/api/v1/demo").status)
	assert.Equal(t, http.StatusNotFound, serve(t, store, Options{}).send(http.MethodPost, "/api/v1/demo", "", nil).status)
}
