package config

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"

	"github.com/otelcol-plano/otelcol-plano/exporter/otlpexporter"
)

// backend takes OTLP/gRPC up to a limit, and counts the spans of each request.
type backend struct {
	ptraceotlp.UnimplementedGRPCServer
	address  string
	mu       sync.Mutex
	requests []int
}

func startBackend(t *testing.T, limit int) *backend {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	b := &backend{address: listener.Addr().String()}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(limit))
	ptraceotlp.RegisterGRPCServer(server, b)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return b
}

func (b *backend) Export(_ context.Context, request ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests = append(b.requests, request.Traces().SpanCount())
	return ptraceotlp.NewExportResponse(), nil
}

func (b *backend) spans() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	sum := 0
	for _, spans := range b.requests {
		sum += spans
	}
	return sum
}

// send starts the OTLP exporter with the queue that a file ships, in memory, sends it
// requests and shuts it down.
func send(t *testing.T, file, name string, to *backend, requests ...ptrace.Traces) {
	t.Helper()
	section, err := environments(t)[file].Sub("exporters::" + name)
	require.NoError(t, err)
	require.NoError(t, section.Merge(confmap.NewFromStringMap(map[string]any{
		"endpoint":      to.address,
		"tls":           map[string]any{"insecure": true},
		"sending_queue": map[string]any{"storage": nil},
	})))
	factory := otlpexporter.NewFactory()
	config := factory.CreateDefaultConfig()
	require.NoError(t, section.Unmarshal(config))
	traces, err := factory.CreateTraces(t.Context(), settings(factory), config)
	require.NoError(t, err)
	require.NoError(t, traces.Start(t.Context(), componenttest.NewNopHost()))
	for _, request := range requests {
		require.NoError(t, traces.ConsumeTraces(t.Context(), request))
	}
	require.NoError(t, traces.Shutdown(t.Context()))
}

func settings(factory exporter.Factory) exporter.Settings {
	return exportertest.NewNopSettings(factory.Type())
}

// conversations is a request with spans of so many bytes.
func conversations(spans ...int) ptrace.Traces {
	td := ptrace.NewTraces()
	scope := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for i, size := range spans {
		span := scope.Spans().AppendEmpty()
		span.SetName(fmt.Sprint(i))
		span.Attributes().PutStr("gen_ai.input.messages", strings.Repeat("m", size))
	}
	return td
}

func of(count, size int) []int {
	sizes := make([]int, count)
	for i := range sizes {
		sizes[i] = size
	}
	return sizes
}

// The exporters of OTLP over gRPC.
var otlp = map[string]string{"gateway.yaml": "otlp", "jaeger.yaml": "otlp/jaeger"}

// A backend's limit is 4 MiB, as gRPC's servers have it.
func TestLargeConversationsArrive(t *testing.T) {
	for file, name := range otlp {
		for what, requests := range map[string][]ptrace.Traces{
			"five requests of 1.26 MB": {
				conversations(of(10, 126_000)...), conversations(of(10, 126_000)...), conversations(of(10, 126_000)...),
				conversations(of(10, 126_000)...), conversations(of(10, 126_000)...),
			},
			"512 spans of 13 kB":       {conversations(of(512, 13_000)...)},
			"one after many small":     {conversations(of(800, 1000)...), conversations(of(1, 3_900_000)...)},
			"three spans of 1.5 MB":    {conversations(of(3, 1_500_000)...)},
			"two thousand small ones":  {conversations(of(2000, 100)...)},
			"one short of the largest": {conversations(100, 3_999_000, 100)},
		} {
			t.Run(file+" "+what, func(t *testing.T) {
				t.Parallel()
				to := startBackend(t, 4*mib)
				sent := 0
				for _, request := range requests {
					sent += request.SpanCount()
				}
				send(t, file, name, to, requests...)
				assert.Equal(t, sent, to.spans())
			})
		}
	}
}

// A span that is larger than a batch may be arrives where the backend takes it, and harms
// no other where it does not.
func TestSpansLargerThanABatchGoAlone(t *testing.T) {
	for file, name := range otlp {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			requests := func() []ptrace.Traces {
				return []ptrace.Traces{
					conversations(of(10, 1000)...), conversations(100, 5_000_000, 100, 6_000_000, 100), conversations(of(10, 1000)...),
				}
			}
			willing, strict := startBackend(t, 16*mib), startBackend(t, 4*mib)
			send(t, file, name, willing, requests()...)
			assert.Equal(t, 25, willing.spans())
			alone := 0
			for _, spans := range willing.requests {
				if spans == 1 {
					alone++
				}
			}
			assert.Equal(t, 2, alone, willing.requests)
			send(t, file, name, strict, requests()...)
			assert.Equal(t, 23, strict.spans(), strict.requests)
		})
	}
}

// One request can't make the exporter write gigabytes: spans of a large resource stay
// together.
func TestLargeResourcesAreNotRepeated(t *testing.T) {
	to := startBackend(t, 16*mib)
	request := conversations(of(100_000, 1)...)
	request.ResourceSpans().At(0).Resource().Attributes().PutStr("service.name", strings.Repeat("s", 3_999_900))
	started := time.Now()
	send(t, "jaeger.yaml", "otlp/jaeger", to, request)
	assert.Equal(t, 100_000, to.spans())
	assert.Len(t, to.requests, 1)
	assert.Less(t, time.Since(started), 30*time.Second)
}
