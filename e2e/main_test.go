package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// A stack fails the test where a harness.Stack returns an error.
type stack struct{ *harness.Stack }

func useStack(t *testing.T) stack {
	t.Helper()
	s, err := harness.SharedStack()
	require.NoError(t, err)
	return stack{s}
}

// through sends one trace through the collector and returns it as Jaeger shows
// it, all its spans there.
func (s stack) through(t *testing.T, td ptrace.Traces, headers ...string) *harness.Trace {
	t.Helper()
	trace, err := s.Send(t.Context(), td, headers...)
	require.NoError(t, err)
	return trace
}

// arrived returns a trace that was sent as Jaeger shows it, all its spans there.
func (s stack) arrived(t *testing.T, td ptrace.Traces) *harness.Trace {
	t.Helper()
	trace, err := s.WaitAll(t.Context(), td)
	require.NoError(t, err)
	return trace
}

func readTestdata(t *testing.T, path string) ptrace.Traces {
	t.Helper()
	td, err := harness.ReadOTLP(path)
	require.NoError(t, err)
	return td
}
