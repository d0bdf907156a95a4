package environments

import (
	"context"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip" // what the collector sends

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// maxMessage is how large a request to a sink may be, in bytes.
const maxMessage = 64 << 20

// A sink is a backend that takes OTLP/gRPC and keeps every span.
type sink struct {
	ptraceotlp.UnimplementedGRPCServer
	address string
	mu      sync.Mutex
	traces  map[pcommon.TraceID][]ptrace.Span
}

func startSink(t *testing.T) *sink {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &sink{address: listener.Addr().String(), traces: map[pcommon.TraceID][]ptrace.Span{}}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage))
	ptraceotlp.RegisterGRPCServer(server, s)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		assert.NoError(t, <-ended)
	})
	return s
}

// Export keeps what it is sent.
func (s *sink) Export(_ context.Context, request ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, span := range harness.SpansOf(request.Traces()) {
		s.traces[span.TraceID()] = append(s.traces[span.TraceID()], span)
	}
	return ptraceotlp.NewExportResponse(), nil
}

// arrived returns the spans of each trace so far.
func (s *sink) arrived() map[pcommon.TraceID][]ptrace.Span {
	s.mu.Lock()
	defer s.mu.Unlock()
	traces := make(map[pcommon.TraceID][]ptrace.Span, len(s.traces))
	for id, spans := range s.traces {
		traces[id] = append([]ptrace.Span(nil), spans...)
	}
	return traces
}
