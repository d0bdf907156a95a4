package harness

import (
	"context"
	"net"
	"slices"
	"sync"
	"testing"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	_ "google.golang.org/grpc/encoding/gzip" // the collector's exporters compress
	"google.golang.org/grpc/status"
)

// maxRequest is how large a request to a Sink may be, in bytes.
const maxRequest = 64 << 20

// A Sink is a backend that takes OTLP/gRPC and keeps every span and log record.
type Sink struct {
	ptraceotlp.UnimplementedGRPCServer
	Address string // host:port

	mu      sync.Mutex
	refuses bool
	spans   []ptrace.Span
	records []plog.LogRecord
}

// A logSink takes a sink's log records.
type logSink struct {
	plogotlp.UnimplementedGRPCServer
	*Sink
}

// StartSink starts a sink on loopback, which ends with the test.
func StartSink(tb testing.TB) *Sink {
	tb.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &Sink{Address: listener.Addr().String()}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(maxRequest))
	ptraceotlp.RegisterGRPCServer(server, s)
	plogotlp.RegisterGRPCServer(server, &logSink{Sink: s})
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	tb.Cleanup(func() {
		server.Stop()
		if err := <-served; err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Export implements ptraceotlp.GRPCServer.
func (s *Sink) Export(_ context.Context, request ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuses {
		return ptraceotlp.NewExportResponse(), errRefused
	}
	s.spans = append(s.spans, SpansOf(request.Traces())...)
	return ptraceotlp.NewExportResponse(), nil
}

// Export implements plogotlp.GRPCServer.
func (s *logSink) Export(_ context.Context, request plogotlp.ExportRequest) (plogotlp.ExportResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuses {
		return plogotlp.NewExportResponse(), errRefused
	}
	s.records = append(s.records, RecordsOf(request.Logs())...)
	return plogotlp.NewExportResponse(), nil
}

var errRefused = status.Error(codes.Unavailable, "the test's backend refuses for now")

// Refuse has the sink answer every request with Unavailable, or take them again.
func (s *Sink) Refuse(refuses bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuses = refuses
}

// Spans returns the spans so far, in the order in which they came; one that came twice
// is there twice.
func (s *Sink) Spans() []ptrace.Span {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.spans)
}

// Records returns the log records so far, like Spans.
func (s *Sink) Records() []plog.LogRecord {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.records)
}
