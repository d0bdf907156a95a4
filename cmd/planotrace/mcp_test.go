package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/client"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// mcpSession runs the command against a store on a port and connects a client to it.
func mcpSession(t *testing.T, address string) *mcp.ClientSession {
	t.Helper()
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	t.Setenv(client.PortVariable, port)
	commandIn, clientOut := io.Pipe()
	clientIn, commandOut := io.Pipe()
	command := newMCPCommand(&environment{getenv: os.Getenv})
	command.SetArgs([]string{})
	command.SetIn(commandIn)
	command.SetOut(commandOut)
	ended := make(chan error, 1)
	go func() { ended <- command.ExecuteContext(t.Context()) }()
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.IOTransport{Reader: clientIn, Writer: clientOut}, nil)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, session.Close())
		require.NoError(t, <-ended, "ends with its input")
	})
	return session
}

func callMCP(t *testing.T, session *mcp.ClientSession, tool string) (text string, failed bool) {
	t.Helper()
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: map[string]any{}})
	require.NoError(t, err)
	content, ok := result.Content[0].(*mcp.TextContent)
	require.True(t, ok)
	return content.Text, result.IsError
}

func TestMCPAsksTheStore(t *testing.T) {
	store := fakestore.New(time.Now())
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/status", func(w http.ResponseWriter, r *http.Request) {
		status, err := store.Status(r.Context())
		assert.NoError(t, err)
		assert.NoError(t, json.NewEncoder(w).Encode(status))
	})
	mux.HandleFunc("GET /api/v1/trends", func(w http.ResponseWriter, _ *http.Request) {
		_, err := io.WriteString(w, `{"by":"quality","start_unix_nano":"0","series":[{"name":"Severe","values":[3,4]}]}`)
		assert.NoError(t, err)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	text, failed := callMCP(t, mcpSession(t, server.Listener.Addr().String()), "status")
	assert.False(t, failed)
	assert.Contains(t, text, "42 conversations")
	assert.Contains(t, text, "Severe: 7")
}

func TestMCPSaysThatNothingListens(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.Listener.Addr().String()
	server.Close()
	text, failed := callMCP(t, mcpSession(t, address), "status")
	assert.True(t, failed)
	assert.Contains(t, text, "nothing listens on "+address)
}

func TestMCPTakesNoArguments(t *testing.T) {
	assert.Equal(t, exitUsage, run([]string{"mcp", "x"}, strings.NewReader(""), io.Discard, io.Discard))
}
