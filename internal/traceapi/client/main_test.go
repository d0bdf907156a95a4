package client

import (
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/apitest"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// serve returns a store and a client that asks it.
func serve(t *testing.T, token string) (*fakestore.Store, *Client) {
	t.Helper()
	store := fakestore.New(now)
	server := httptest.NewServer(apitest.Handler(store, token))
	t.Cleanup(server.Close)
	c := New(strings.TrimPrefix(server.URL, "http://"), token)
	t.Cleanup(c.Close)
	return store, c
}

// listen takes a port of this machine.
func listen(t *testing.T) net.Listener {
	t.Helper()
	var config net.ListenConfig
	socket, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	return socket
}
