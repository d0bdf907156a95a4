package harness

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// A Stack is one Jaeger and one collector that exports to it, itself or through another
// collector.
type Stack struct {
	Jaeger    *Jaeger
	Collector *Collector
}

// SharedJaeger and SharedStack start once and serve every test of a package; Main stops
// them. The collector has the default configuration with stack.yaml on top.
var (
	SharedJaeger = sync.OnceValues(func() (*Jaeger, error) {
		j, err := StartJaeger(context.Background())
		if err != nil {
			return nil, err
		}
		stopAfterTests(j.Process)
		return j, nil
	})

	SharedStack = sync.OnceValues(func() (*Stack, error) {
		j, err := SharedJaeger()
		if err != nil {
			return nil, err
		}
		return StartShared(j, j.OTLP)
	})
)

// StartShared starts a collector as ExportTo configures it, whose spans reach the Jaeger.
// Main stops it.
func StartShared(j *Jaeger, endpoint string, files ...string) (*Stack, error) {
	c, err := StartCollector(context.Background(), ExportTo(endpoint, files...))
	if err != nil {
		return nil, err
	}
	stopAfterTests(c.Process)
	return &Stack{Jaeger: j, Collector: c}, nil
}

// ExportTo configures a collector that exports to an OTLP/gRPC endpoint, host:port, with
// stack.yaml and then more files on top.
func ExportTo(endpoint string, files ...string) CollectorConfig {
	return CollectorConfig{
		Files: append([]string{"e2e/harness/stack.yaml"}, files...),
		Env:   []string{"E2E_JAEGER_OTLP=" + endpoint},
	}
}

// Send sends one trace to the collector, with headers as pairs of name and value,
// and returns it as WaitAll does.
func (s *Stack) Send(ctx context.Context, td ptrace.Traces, headers ...string) (*Trace, error) {
	if err := SendHTTP(ctx, s.Collector.HTTP, td, headers...); err != nil {
		return nil, err
	}
	return s.WaitAll(ctx, td)
}

// Wait returns a trace, its id in hex, once Jaeger shows the given number of its spans.
// More spans are an error.
func (s *Stack) Wait(ctx context.Context, id string, spans int) (*Trace, error) {
	trace, err := s.Jaeger.Wait(ctx, id, spans)
	if err = errors.Join(err, s.Collector.Alive()); err != nil {
		return nil, err
	}
	if len(trace.Spans) > spans {
		return nil, fmt.Errorf("trace %s has %d spans, want %d", id, len(trace.Spans), spans)
	}
	return trace, nil
}

// WaitAll returns a trace that was sent once Jaeger shows all of its spans.
func (s *Stack) WaitAll(ctx context.Context, td ptrace.Traces) (*Trace, error) {
	spans := SpansOf(td)
	return s.Wait(ctx, spans[0].TraceID().String(), len(spans))
}
