package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.uber.org/goleak"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// receiver refuses the first request as one that is busy does.
type receiver struct {
	ptraceotlp.UnimplementedGRPCServer
	requests, spans atomic.Int64
}

func (r *receiver) Export(_ context.Context, request ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	if r.requests.Add(1) == 1 {
		return ptraceotlp.NewExportResponse(), status.Error(codes.Unavailable, "busy")
	}
	r.spans.Add(int64(request.Traces().SpanCount()))
	return ptraceotlp.NewExportResponse(), nil
}

func TestSendsAsManyAsAreAskedFor(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server, took := grpc.NewServer(), new(receiver)
	ptraceotlp.RegisterGRPCServer(server, took)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	file := filepath.Join(t.TempDir(), "dialogs.jsonl")
	text := `{"id":"d","messages":[{"from":"human","value":"hi"},{"from":"gpt","value":"hello"}]}` + "\n"
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))

	require.NoError(t, run(t.Context(), options{file: file, endpoint: listener.Addr().String(), count: 3, spread: time.Hour}))
	assert.EqualValues(t, 6, took.spans.Load(), "an agent's and a model's for each")
	require.ErrorContains(t, run(t.Context(), options{}), "-file")
	server.Stop()
	require.NoError(t, <-served)
}
