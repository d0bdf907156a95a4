package tiers

import (
	"context"
	"maps"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	_ "google.golang.org/grpc/encoding/gzip" // the exporters compress
	"google.golang.org/grpc/status"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A recorder is the backend of one gateway: an OTLP/gRPC endpoint that counts.
type recorder struct {
	ptraceotlp.UnimplementedGRPCServer
	address string

	mu       sync.Mutex
	refuses  bool
	spans    map[pcommon.SpanID]int
	traces   map[pcommon.TraceID]bool
	sessions map[string]bool
	analysed int // spans with signals, duplicates included
}

func startRecorder(t *testing.T) *recorder {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r := &recorder{
		address:  listener.Addr().String(),
		spans:    map[pcommon.SpanID]int{},
		traces:   map[pcommon.TraceID]bool{},
		sessions: map[string]bool{},
	}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(64 << 20))
	ptraceotlp.RegisterGRPCServer(server, r)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		assert.NoError(t, <-served)
	})
	return r
}

// Export implements ptraceotlp.GRPCServer.
func (r *recorder) Export(_ context.Context, request ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refuses {
		return ptraceotlp.NewExportResponse(), status.Error(codes.Unavailable, "the test's backend refuses for now")
	}
	for _, span := range harness.SpansOf(request.Traces()) {
		r.record(span)
	}
	return ptraceotlp.NewExportResponse(), nil
}

func (r *recorder) record(span ptrace.Span) {
	r.spans[span.SpanID()]++
	r.traces[span.TraceID()] = true
	if session, ok := span.Attributes().Get("session.id"); ok {
		r.sessions[session.AsString()] = true
	}
	if _, ok := span.Attributes().Get("signals.quality"); ok {
		r.analysed++
	}
}

func (r *recorder) refuse(refuses bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refuses = refuses
}

// An outcome is what came out of the gateways together.
type outcome struct {
	spans      map[pcommon.SpanID]int
	sessionsOf []map[string]bool          // by gateway
	tracesOf   []map[pcommon.TraceID]bool // by gateway
	spansOf    []int                      // by gateway, duplicates included
	analysed   int
}

func collect(recorders []*recorder) outcome {
	o := outcome{spans: map[pcommon.SpanID]int{}}
	for _, r := range recorders {
		r.mu.Lock()
		total := 0
		for id, n := range r.spans {
			o.spans[id] += n
			total += n
		}
		o.spansOf = append(o.spansOf, total)
		o.sessionsOf = append(o.sessionsOf, maps.Clone(r.sessions))
		o.tracesOf = append(o.tracesOf, maps.Clone(r.traces))
		o.analysed += r.analysed
		r.mu.Unlock()
	}
	return o
}

// duplicates is the number of spans that came once more than needed.
func (o outcome) duplicates() int {
	n := 0
	for _, times := range o.spans {
		n += times - 1
	}
	return n
}

// missing is the number of ids that did not come out.
func (o outcome) missing(ids map[pcommon.SpanID]bool) int {
	n := 0
	for id := range ids {
		if o.spans[id] == 0 {
			n++
		}
	}
	return n
}

// sizes are the sizes of sets, by gateway.
func sizes[K comparable](sets []map[K]bool) []int {
	n := make([]int, len(sets))
	for i, set := range sets {
		n[i] = len(set)
	}
	return n
}

// inSeveral is the number of members that more than one set holds.
func inSeveral[K comparable](sets []map[K]bool) int {
	times := map[K]int{}
	for _, set := range sets {
		for member := range set {
			times[member]++
		}
	}
	n := 0
	for _, k := range times {
		if k > 1 {
			n++
		}
	}
	return n
}
