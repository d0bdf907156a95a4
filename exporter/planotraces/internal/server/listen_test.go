package server

import (
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap/zaptest"
)

func TestListenNamesAPortInUse(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, taken.Close()) }()
	_, err = Listen(t.Context(), taken.Addr().String(), http.NotFoundHandler(), zaptest.NewLogger(t))
	require.ErrorContains(t, err, "can't listen on "+taken.Addr().String())
	assert.ErrorContains(t, err, "address already in use")
}
