package e2e

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/goleak"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestMain(m *testing.M) {
	code := m.Run()
	harness.CloseIdleConnections()
	if err := stopAll(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func useStack(t *testing.T) *stack {
	t.Helper()
	s, err := sharedStack()
	require.NoError(t, err)
	return s
}

// through sends one trace through the collector and returns it as Jaeger shows
// it, all its spans there.
func (s *stack) through(t *testing.T, td ptrace.Traces, headers ...string) *jaegerTrace {
	t.Helper()
	require.NoError(t, harness.SendHTTP(t.Context(), s.collector.http, td, headers...))
	return s.arrived(t, td)
}

// arrived returns a trace that was sent as Jaeger shows it, all its spans there.
func (s *stack) arrived(t *testing.T, td ptrace.Traces) *jaegerTrace {
	t.Helper()
	spans := harness.SpansOf(td)
	trace, err := s.jaeger.waitTrace(t.Context(), spans[0].TraceID(), len(spans))
	require.NoError(t, s.collector.Alive())
	require.NoError(t, err)
	require.Len(t, trace.Spans, len(spans), "spans of the trace")
	return trace
}

func readTestdata(t *testing.T, path string) ptrace.Traces {
	t.Helper()
	td, err := harness.ReadOTLP(path)
	require.NoError(t, err)
	return td
}

// newSpan returns data with one root span, to be filled by the test.
func newSpan(service, name string) (ptrace.Traces, ptrace.Span) {
	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", service)
	span := resource.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID(harness.NewTraceID())
	span.SetSpanID(spanID(name))
	span.SetName(name)
	span.SetStartTimestamp(1_795_175_800_000_000_000)
	span.SetEndTimestamp(1_795_175_801_000_000_000)
	return td, span
}

// assertTag checks an attribute's type and value; a number's value is compared
// as its text.
func assertTag(t *testing.T, span *jaegerSpan, key, wantType, want string) {
	t.Helper()
	tag, ok := span.tag(key)
	if assert.True(t, ok, "%s: no attribute %s", span.OperationName, key) {
		assert.Equal(t, wantType, tag.Type, "%s: type of %s", span.OperationName, key)
		assert.Equal(t, want, tag.text(), "%s: %s", span.OperationName, key)
	}
}

// assertAttributes checks that every attribute that was sent arrived, its type
// and value unchanged. Jaeger shows arrays and maps as JSON in a string.
func assertAttributes(t *testing.T, sent pcommon.Map, tags []jaegerTag, of string) {
	t.Helper()
	types := map[pcommon.ValueType]string{
		pcommon.ValueTypeStr:    typeString,
		pcommon.ValueTypeInt:    typeInt64,
		pcommon.ValueTypeDouble: typeFloat64,
		pcommon.ValueTypeBool:   typeBool,
		pcommon.ValueTypeSlice:  typeString,
		pcommon.ValueTypeMap:    typeString,
	}
	for key, value := range sent.All() {
		tag, ok := lookup(tags, key)
		if assert.True(t, ok, "%s: attribute %s is gone", of, key) {
			assert.Equal(t, types[value.Type()], tag.Type, "%s: type of %s", of, key)
			assert.Equal(t, value.AsString(), tag.text(), "%s: %s", of, key)
		}
	}
}
