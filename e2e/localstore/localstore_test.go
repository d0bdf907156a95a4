package localstore

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/client"
)

// refund is a recorded conversation that ends with a call for a human.
const refund = "../testdata/instrumentation/openllmetry-0.27.refund.traces.json"

// localStore is a collector with the default configuration, which keeps what it gets.
type localStore struct {
	*harness.Collector
	*client.Client
	// ui and query are the ports of the page and of Plano's command line.
	ui, query string
	directory string
}

func startLocalStore(t *testing.T) *localStore {
	t.Helper()
	free, err := harness.FreeAddresses(t.Context(), 2)
	require.NoError(t, err)
	s := &localStore{ui: portOf(free[0]), query: portOf(free[1]), directory: t.TempDir(), Client: client.New(free[0], "")}
	s.Collector, err = harness.StartCollector(t.Context(), harness.CollectorConfig{Env: []string{
		"PLANO_TRACES_DIR=" + s.directory, "PLANO_UI_PORT=" + s.ui, "PLANO_TRACE_PORT=" + s.query,
	}})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Kill()) })
	return s
}

func portOf(address string) string { return address[strings.LastIndex(address, ":")+1:] }

// sendRefund sends the recording and returns what was sent, its trace with an id of its own.
func (s *localStore) sendRefund(t *testing.T) ptrace.Traces {
	t.Helper()
	td, err := harness.ReadOTLP(refund)
	require.NoError(t, err)
	require.NoError(t, harness.SendHTTP(t.Context(), s.HTTP, td))
	return td
}

// ask runs the command line against the store.
func (s *localStore) ask(t *testing.T, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), filepath.Join("..", "..", "bin", "planotrace"), arguments...)
	command.Env = append(os.Environ(), "PLANO_TRACE_PORT="+s.query, "NO_COLOR=1")
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	require.NoError(t, command.Run(), stderr.String())
	return stdout.String()
}

// TestWhatWasAcknowledgedIsKept kills the collector and starts it again in the same folder.
func TestWhatWasAcknowledgedIsKept(t *testing.T) {
	s := startLocalStore(t)
	sent := s.sendRefund(t)
	before, err := s.Conversations(t.Context(), traceapi.Query{})
	require.NoError(t, err)
	require.Len(t, before.Conversations, 1)
	worst := before.Conversations[0]
	assert.Equal(t, "Severe", worst.Quality)
	transcript, err := s.Messages(t.Context(), worst.ID, 0, 200)
	require.NoError(t, err)

	require.NoError(t, s.Kill())
	require.NoError(t, s.Start(t.Context()))

	after, err := s.Conversations(t.Context(), traceapi.Query{})
	require.NoError(t, err)
	assert.Equal(t, before, after)
	again, err := s.Messages(t.Context(), worst.ID, 0, 200)
	require.NoError(t, err)
	assert.Equal(t, transcript, again)
	require.NoError(t, harness.SendHTTP(t.Context(), s.HTTP, sent))
	status, err := s.Status(t.Context())
	require.NoError(t, err)
	assert.Equal(t, int64(worst.Spans), status.Spans, "what was sent twice is kept once")
}

// TestCommandLineAgainstTheCollector asks what a person asks first.
func TestCommandLineAgainstTheCollector(t *testing.T) {
	s := startLocalStore(t)
	sent := s.sendRefund(t)
	page, err := s.Conversations(t.Context(), traceapi.Query{})
	require.NoError(t, err)
	require.Len(t, page.Conversations, 1)
	worst := page.Conversations[0]

	assert.Contains(t, s.ask(t, "conversations"), worst.ID)
	assert.Contains(t, s.ask(t, "conversations", "signal:escalation"), worst.ID)
	assert.NotContains(t, s.ask(t, "conversations", "quality:good"), worst.ID)
	shown := s.ask(t, "show", worst.ID)
	assert.Contains(t, shown, worst.FirstMessage)
	assert.Contains(t, shown, "escalation")
	assert.Contains(t, s.ask(t, "issues"), "asked for a human")
	assert.Contains(t, s.ask(t, "--list"), harness.SpansOf(sent)[0].TraceID().String()[:8])
}

// TestToolsForCodingAgents asks over MCP as an agent does.
func TestToolsForCodingAgents(t *testing.T) {
	s := startLocalStore(t)
	s.sendRefund(t)
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: "http://127.0.0.1:" + s.ui + "/mcp"}, nil)
	require.NoError(t, err)
	defer func() { assert.NoError(t, session.Close()) }()
	answer, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "worst_conversations"})
	require.NoError(t, err)
	require.False(t, answer.IsError)
	require.Len(t, answer.Content, 1)
	text, ok := answer.Content[0].(*mcp.TextContent)
	require.True(t, ok)
	assert.Contains(t, text.Text, "Severe")
}

// TestDemoOfTheCollector loads the recorded conversations twice.
func TestDemoOfTheCollector(t *testing.T) {
	s := startLocalStore(t)
	first := s.loadDemo(t)
	assert.Greater(t, first.Conversations, int64(50))
	second := s.loadDemo(t)
	assert.Equal(t, first.Conversations, second.Conversations)
	assert.Equal(t, first.Spans, second.Spans)
}

func (s *localStore) loadDemo(t *testing.T) traceapi.Status {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1:"+s.ui+"/api/v1/demo", http.NoBody)
	require.NoError(t, err)
	response, err := http.DefaultTransport.RoundTrip(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	status, err := s.Status(ctx)
	require.NoError(t, err)
	return status
}

// TestSecondCollectorIsToldWhoHasTheFolder starts another one with the same folder.
func TestSecondCollectorIsToldWhoHasTheFolder(t *testing.T) {
	s := startLocalStore(t)
	free, err := harness.FreeAddresses(t.Context(), 6)
	require.NoError(t, err)
	stderr, err := harness.RunCollector(t.Context(), append(os.Environ(),
		"PLANO_TRACES_DIR="+s.directory, "PLANO_UI_PORT="+portOf(free[0]), "PLANO_TRACE_PORT="+portOf(free[1]),
		"E2E_COLLECTOR_GRPC="+free[2], "E2E_COLLECTOR_HTTP="+free[3], "E2E_COLLECTOR_HEALTH="+free[4],
		"E2E_COLLECTOR_METRICS_PORT="+portOf(free[5])), "", "e2e/harness/loopback.yaml")
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Contains(t, stderr, s.directory)
	assert.Contains(t, stderr, "process")
}
