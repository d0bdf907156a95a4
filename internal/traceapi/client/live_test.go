package client

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/apitest"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// watched hands out the streams that a store is asked for.
type watched struct {
	*fakestore.Store
	asked atomic.Int64
	begun chan context.CancelFunc
}

func (w *watched) Watch(ctx context.Context) <-chan traceapi.Change {
	ctx, cancel := context.WithCancel(ctx)
	changes := w.Store.Watch(ctx)
	w.asked.Add(1)
	w.begun <- cancel
	return changes
}

func TestWatch(t *testing.T) {
	store := &watched{Store: fakestore.New(now), begun: make(chan context.CancelFunc)}
	server := httptest.NewServer(apitest.Handler(store, ""))
	defer server.Close()
	c := New(strings.TrimPrefix(server.URL, "http://"), "")
	defer c.Close()
	broken := make(chan error, 10)
	c.Disconnected = func(err error) { broken <- err }
	ctx, cancel := context.WithCancel(t.Context())
	changes := c.Watch(ctx)

	end := <-store.begun
	id := store.Arrive(now)
	change := <-changes
	require.NotNil(t, change.Conversation)
	assert.Equal(t, id, change.Conversation.ID)

	end()
	require.Error(t, <-broken)
	end = <-store.begun
	defer end()
	assert.Equal(t, traceapi.Change{}, <-changes, "some may have been missed")
	store.Arrive(now)
	assert.NotNil(t, (<-changes).Conversation)

	cancel()
	_, more := <-changes
	assert.False(t, more)
	assert.EqualValues(t, 2, store.asked.Load())
}

func TestWatchOfWhatIsNoStream(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"no stream": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) },
		"no JSON": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = w.Write([]byte(": hello\n\ndata: {\n\n"))
		},
		"endless line": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = w.Write([]byte("data: " + strings.Repeat("x", maxEvent+1)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(handler)
			defer server.Close()
			c := New(strings.TrimPrefix(server.URL, "http://"), "")
			defer c.Close()
			ctx, cancel := context.WithCancel(t.Context())
			told := errors.New("not told")
			c.Disconnected = func(err error) {
				told = err
				cancel()
			}
			_, more := <-c.Watch(ctx)
			assert.False(t, more)
			require.Error(t, told)
			assert.NotContains(t, told.Error(), "not told")
		})
	}
}
