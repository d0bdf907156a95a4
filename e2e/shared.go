package e2e

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// What the tests of this module's other packages use. Their TestMain changes into
// e2e/, where relative paths start.
type (
	// A Stack is one Jaeger and one collector that exports to it.
	Stack = stack
	// A Trace is a trace as Jaeger's UI reads it.
	Trace = jaegerTrace
	// A Span is a span of a Trace.
	Span = jaegerSpan
	// A Tag is an attribute with its type in Jaeger.
	Tag = jaegerTag
)

// SharedStack returns the collector with the default configuration and
// testdata/e2e.yaml on top. It starts once and serves every test.
func SharedStack() (*Stack, error) { return sharedStack() }

// StartStack starts another collector before the Jaeger of SharedStack, with more
// configuration files on top. StopAll stops it.
func StartStack(ctx context.Context, configs ...string) (*Stack, error) {
	j, err := sharedJaeger()
	if err != nil {
		return nil, err
	}
	return startBefore(ctx, j, j.otlp, configs...)
}

// StartBefore starts another collector that exports to the collector of s.
func (s *stack) StartBefore(ctx context.Context, configs ...string) (*Stack, error) {
	return startBefore(ctx, s.jaeger, s.collector.grpc, configs...)
}

func startBefore(ctx context.Context, j *jaeger, next string, configs ...string) (*Stack, error) {
	c, err := startCollector(ctx, next, configs...)
	if err != nil {
		return nil, err
	}
	stopLater(c.Process)
	return &stack{jaeger: j, collector: c}, nil
}

// StartProgram starts a program that listens at the address it is given in the
// environment variable env, and returns the address once GET http://ADDRESS/ answers
// 200. StopAll stops it.
func StartProgram(ctx context.Context, path, env string, args ...string) (address string, err error) {
	free, err := harness.FreeAddresses(ctx, 1)
	if err != nil {
		return "", err
	}
	p, err := harness.Start(ctx, path, "http://"+free[0]+"/", []string{env + "=" + free[0]}, args...)
	if err != nil {
		return "", err
	}
	stopLater(p)
	return free[0], nil
}

// StopAll stops what the tests have started. A program that does not end by itself with
// exit code 0 is an error.
func StopAll() error {
	harness.CloseIdleConnections()
	return stopAll()
}

// GRPC returns the collector's address for OTLP/gRPC, host:port.
func (s *stack) GRPC() string { return s.collector.grpc }

// HTTP returns the collector's address for OTLP/HTTP, host:port.
func (s *stack) HTTP() string { return s.collector.http }

// Wait returns a trace, its id in hex, once Jaeger shows at least the given number of
// its spans.
func (s *stack) Wait(ctx context.Context, traceID string, spans int) (*Trace, error) {
	id, err := hex.DecodeString(traceID)
	if err != nil || len(id) != len(pcommon.TraceID{}) {
		return nil, fmt.Errorf("trace id %q: want 32 hex digits", traceID)
	}
	trace, err := s.jaeger.waitTrace(ctx, pcommon.TraceID(id), spans)
	return trace, errors.Join(err, s.collector.Alive())
}

// Root returns the span without a parent, nil where the trace has none.
func (t *jaegerTrace) Root() *Span { return t.root() }

// Span returns the span with an id, nil where the trace has none.
func (t *jaegerTrace) Span(id string) *Span { return t.span(id) }

// Service returns the name of the service that the span belongs to.
func (t *jaegerTrace) Service(s *Span) string { return t.service(s) }

// Tag returns an attribute of the span.
func (s *jaegerSpan) Tag(key string) (Tag, bool) { return s.tag(key) }

// Parent returns the parent's span id, empty for a root.
func (s *jaegerSpan) Parent() string { return s.parent() }

// SignalTypes returns the `signal.type` of every signal event of the span, in order.
func (s *jaegerSpan) SignalTypes() []string { return s.signalTypes("") }
