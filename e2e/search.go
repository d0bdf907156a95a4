package e2e

import (
	"context"
	"time"
)

// Find searches as Jaeger's UI does: the traces of a service that have a span with all
// of the tags, started between the two times.
func (s *stack) Find(ctx context.Context, service string, tags map[string]string, from, to time.Time) ([]*Trace, error) {
	return s.jaeger.find(ctx, service, tags, from, to)
}

// JaegerOTLP returns Jaeger's address for OTLP/gRPC, host:port.
func (s *stack) JaegerOTLP() string { return s.jaeger.otlp }
