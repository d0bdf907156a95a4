package server

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap/zaptest"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

var started = time.Date(2025, 11, 21, 18, 0, 0, 0, time.UTC)

// served is a server that listens, with a client that follows no redirects.
type served struct {
	*Server
	t      *testing.T
	url    string
	host   string
	client *http.Client
}

func serve(t *testing.T, store traceapi.Store, options Options) *served {
	t.Helper()
	options.Logger = zaptest.NewLogger(t)
	options.QueryTime = cmp.Or(options.QueryTime, time.Minute)
	handler := New(store, options)
	handler.tracesTime = time.Minute
	listener, err := Listen(t.Context(), "127.0.0.1:0", handler, options.Logger)
	require.NoError(t, err)
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(func() {
		handler.Close()
		transport.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, listener.Close(ctx))
	})
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	host := listener.Address().String()
	return &served{Server: handler, t: t, url: "http://" + host, host: host, client: client}
}

// fake is one for all tests; those that change one have their own.
var fake = sync.OnceValue(func() *fakestore.Store { return fakestore.New(started) })

// reply is a response that was read.
type reply struct {
	status int
	header http.Header
	body   string
}

// send sends a request; change may be nil.
func (s *served) send(method, path, body string, change func(*http.Request)) reply {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	require.NoError(s.t, err)
	if change != nil {
		change(request)
	}
	response, err := s.client.Do(request)
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, response.Body.Close()) }()
	read, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	return reply{response.StatusCode, response.Header, string(read)}
}

func (s *served) get(path string) reply {
	s.t.Helper()
	return s.send(http.MethodGet, path, "", nil)
}

func header(pairs ...string) func(*http.Request) {
	return func(r *http.Request) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == "Host" {
				r.Host = pairs[i+1]
				continue
			}
			r.Header.Set(pairs[i], pairs[i+1])
		}
	}
}
