package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/apitest"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/client"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

var update = flag.Bool("update", false, "write the golden files, and the copy of the configuration")

// now is when the tests happen.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// scene is planotrace with all that is around it.
type scene struct {
	*environment
	variables map[string]string
	opened    []string
}

// newScene has a wide terminal without colours in a time zone of its own, and nobody who types.
func newScene(t *testing.T, address string) *scene {
	t.Helper()
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	s := &scene{variables: map[string]string{client.PortVariable: port, "XDG_STATE_HOME": t.TempDir()}}
	s.environment = &environment{
		getenv: func(name string) string { return s.variables[name] }, now: func() time.Time { return now },
		location: time.FixedZone("CET", 3600), width: 160,
		pick: func(context.Context, string, []string) (int, error) { return 0, errors.New("nobody picks") },
		browse: func(_ context.Context, url string) error {
			s.opened = append(s.opened, url)
			return nil
		},
	}
	return s
}

// withStore serves a store.
func withStore(t *testing.T, store traceapi.Store) *scene {
	t.Helper()
	server := httptest.NewServer(apitest.Handler(store, ""))
	t.Cleanup(server.Close)
	return newScene(t, strings.TrimPrefix(server.URL, "http://"))
}

func withConversations(t *testing.T) *scene {
	t.Helper()
	return withStore(t, fakestore.New(now))
}

// withListener serves traces as Plano's listener does: the trace of the seed among them.
func withListener(t *testing.T, answer []byte) *scene {
	t.Helper()
	var config net.ListenConfig
	socket, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := apitest.Listener(answer)
	done := make(chan error)
	go func() { done <- server.Serve(socket) }()
	t.Cleanup(func() {
		server.Stop()
		assert.NoError(t, <-done)
	})
	return newScene(t, socket.Addr().String())
}

func withFailures(t *testing.T) *scene {
	t.Helper()
	answer, err := os.ReadFile("testdata/plano-failure-traces.json")
	require.NoError(t, err)
	return withListener(t, answer)
}

// run runs planotrace.
func (s *scene) run(t *testing.T, arguments ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = runIn(t.Context(), s.environment, arguments, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// output runs what must go well.
func (s *scene) output(t *testing.T, arguments ...string) string {
	t.Helper()
	stdout, stderr, code := s.run(t, arguments...)
	require.Equal(t, exitOK, code, stderr)
	return stdout
}

// golden compares with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "%s; `go test ./cmd/planotrace -update` writes it", file)
}
