package environments

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// arrivalTimeout is how long spans may take from the collector's receiver to a backend.
const arrivalTimeout = 60 * time.Second

// A request is one that a backend was sent.
type request struct {
	path   string
	header http.Header
	body   []byte
}

// A backend keeps the requests that it is sent over HTTP.
type backend struct {
	url      string
	mu       sync.Mutex
	requests []request
}

// startBackend starts a backend on loopback that answers 200 with the given JSON.
func startBackend(t *testing.T, answer string) *backend {
	t.Helper()
	b := &backend{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b.mu.Lock()
		b.requests = append(b.requests, request{path: r.URL.Path, header: r.Header.Clone(), body: body})
		b.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, err = io.WriteString(w, answer)
		assert.NoError(t, err)
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

// sent returns the requests to a path so far.
func (b *backend) sent(path string) []request {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []request
	for _, r := range b.requests {
		if r.path == path {
			found = append(found, r)
		}
	}
	return found
}

// eventually waits for what must arrive.
func eventually(t *testing.T, c *collector, what string, arrived func() bool) {
	t.Helper()
	deadline := time.Now().Add(arrivalTimeout)
	for !arrived() {
		require.NoError(t, c.Alive())
		if time.Now().After(deadline) {
			require.NoError(t, c.Failure("%s did not arrive within %s", what, arrivalTimeout))
		}
		time.Sleep(harness.PollInterval)
	}
}
