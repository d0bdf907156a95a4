package server

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// watch opens the stream; next returns the change that comes next, end closes it.
func (s *served) watch() (next func() traceapi.Change, end func()) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/api/v1/live", nil)
	require.NoError(s.t, err)
	response, err := s.client.Do(request) //nolint:bodyclose // end closes it.
	require.NoError(s.t, err)
	require.Equal(s.t, http.StatusOK, response.StatusCode)
	require.Equal(s.t, "text/event-stream", response.Header.Get("Content-Type"))
	lines := bufio.NewScanner(response.Body)
	next = func() traceapi.Change {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var change traceapi.Change
				require.NoError(s.t, json.Unmarshal([]byte(data), &change))
				return change
			}
		}
		require.NoError(s.t, lines.Err())
		require.Fail(s.t, "the stream ended")
		return traceapi.Change{}
	}
	return next, func() {
		cancel()
		_ = response.Body.Close() // The request was cancelled.
	}
}

func TestChangesAreTold(t *testing.T) {
	store := fakestore.New(started)
	s := serve(t, store, Options{})
	next, end := s.watch()
	defer end()
	require.Eventually(t, func() bool { return len(s.live) == 1 }, time.Minute, time.Millisecond)
	id := store.Arrive(started.Add(time.Minute))
	change := next()
	require.NotNil(t, change.Conversation)
	assert.Equal(t, id, change.Conversation.ID)
}

// TestFloodsAreCutShort says that something was missed instead of all that was.
func TestFloodsAreCutShort(t *testing.T) {
	s := serve(t, flood{fake()}, Options{})
	next, end := s.watch()
	defer end()
	told := 0
	for next().Conversation != nil {
		told++
	}
	assert.Equal(t, burst, told)
}

// flood changes all the time for a while.
type flood struct{ traceapi.Store }

func (flood) Watch(ctx context.Context) <-chan traceapi.Change {
	changes := make(chan traceapi.Change)
	go func() {
		defer close(changes)
		for range 10 * burst {
			select {
			case changes <- traceapi.Change{Conversation: &traceapi.ConversationSummary{ID: "0"}}:
			case <-ctx.Done():
				return
			}
		}
		<-ctx.Done()
	}()
	return changes
}

func TestWatchersAreBounded(t *testing.T) {
	s := serve(t, fake(), Options{MaxLive: 2})
	_, first := s.watch()
	_, second := s.watch()
	defer second()
	refused := s.get("/api/v1/live")
	assert.Equal(t, http.StatusTooManyRequests, refused.status)
	assert.NotEmpty(t, refused.header.Get("Retry-After"))
	first()
	require.Eventually(t, func() bool { return len(s.live) == 1 }, time.Minute, time.Millisecond)
	_, third := s.watch()
	third()
}

func TestStreamsEndWithTheServer(t *testing.T) {
	s := serve(t, fake(), Options{})
	_, end := s.watch()
	defer end()
	require.Eventually(t, func() bool { return len(s.live) == 1 }, time.Minute, time.Millisecond)
	s.Close()
	require.Eventually(t, func() bool { return len(s.live) == 0 }, time.Minute, time.Millisecond)
}

func TestAHeadOfAStreamEnds(t *testing.T) {
	s := serve(t, fake(), Options{})
	r := s.send(http.MethodHead, "/api/v1/live", "", nil)
	assert.Equal(t, http.StatusOK, r.status)
	assert.Equal(t, "text/event-stream", r.header.Get("Content-Type"))
}
