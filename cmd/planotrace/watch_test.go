package main

import (
	"bytes"
	"context"
	"io"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/apitest"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// shared is a buffer that is read while it is written.
type shared struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

const (
	soon  = 10 * time.Second
	often = 5 * time.Millisecond
)

// start runs planotrace until end is called, which returns its exit code.
func (s *scene) start(t *testing.T, stdout, stderr io.Writer, arguments ...string) (end func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	code := make(chan int, 1)
	go func() { code <- runIn(ctx, s.environment, arguments, strings.NewReader(""), stdout, stderr) }()
	return sync.OnceValue(func() int {
		cancel()
		return <-code
	})
}

// broken is a store whose live connections can be ended.
type broken struct {
	*fakestore.Store
	mu   sync.Mutex
	ends []context.CancelFunc
}

func (b *broken) Watch(ctx context.Context) <-chan traceapi.Change {
	ctx, cancel := context.WithCancel(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ends = append(b.ends, cancel)
	return b.Store.Watch(ctx)
}

// watchers is how many live connections there were.
func (b *broken) watchers() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.ends)
}

func (b *broken) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, end := range b.ends {
		end()
	}
}

func TestWatch(t *testing.T) {
	store := &broken{Store: fakestore.New(now)}
	server := httptest.NewServer(apitest.Handler(store, ""))
	t.Cleanup(server.Close)
	s := newScene(t, strings.TrimPrefix(server.URL, "http://"))
	var stdout, stderr shared
	end := s.start(t, &stdout, &stderr, "watch")
	defer end()
	require.Eventually(t, func() bool { return store.watchers() == 1 }, soon, often)
	first := store.Arrive(now)
	require.Eventually(t, func() bool { return strings.Contains(stdout.String(), first) }, soon, often)
	assert.Contains(t, stderr.String(), "Watching http://127.0.0.1:")

	store.end()
	require.Eventually(t, func() bool { return strings.Contains(stderr.String(), "trying again") }, soon, often)
	missed := store.Arrive(now.Add(time.Second))
	require.Eventually(t, func() bool { return strings.Contains(stdout.String(), missed) }, soon, often)
	require.Eventually(t, func() bool { return store.watchers() == 2 }, soon, often)
	later := store.Arrive(now.Add(2 * time.Second))
	require.Eventually(t, func() bool { return strings.Contains(stdout.String(), later) }, soon, often)

	assert.Equal(t, exitOK, end())
	for _, line := range strings.Split(strings.TrimSpace(stdout.String()), "\n") {
		assert.Regexp(t, `^13:00:0\d  . `, line)
	}
	assert.Equal(t, 3, strings.Count(stdout.String(), "\n"))
	store.end()
}
