package planotraces

import (
	"net/http"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bearer sends the token, and the headers that a browser would.
type bearer struct {
	next          http.RoundTripper
	token, origin string
}

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	if b.origin != "" {
		r.Header.Set("Origin", b.origin)
	}
	return b.next.RoundTrip(r)
}

// TestMCP calls a tool with a client of the SDK, where the page is.
func TestMCP(t *testing.T) {
	const token = "a-token-of-some-length"
	config := testConfig(t)
	config.Token = token
	e, _ := start(t, config, newMemory().open)
	address := "http://" + e.listeners[0].Address().String() + "/mcp"
	connect := func(as bearer) (*mcp.ClientSession, error) {
		transport := &http.Transport{}
		t.Cleanup(transport.CloseIdleConnections)
		as.next = transport
		client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
		return client.Connect(t.Context(), &mcp.StreamableClientTransport{
			Endpoint: address, HTTPClient: &http.Client{Transport: as}, MaxRetries: -1, DisableStandaloneSSE: true,
		}, nil)
	}
	session, err := connect(bearer{token: token})
	require.NoError(t, err)
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "status"})
	require.NoError(t, err)
	require.NotEmpty(t, result.Content)
	assert.Contains(t, result.Content[0].(*mcp.TextContent).Text, "1.2.3")
	require.NoError(t, session.Close())

	_, err = connect(bearer{})
	require.ErrorContains(t, err, "Unauthorized")
	_, err = connect(bearer{token: token, origin: "https://evil.example"})
	require.ErrorContains(t, err, "Forbidden")
}
