package depth

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

func poison(attributes pcommon.Map) { depthtest.Poison(attributes, "deep") }

// depthOf counts what is around the text, and returns the text.
func depthOf(v pcommon.Value) (depth int, innermost string) {
	for {
		switch v.Type() {
		case pcommon.ValueTypeSlice:
			v = v.Slice().At(0)
		case pcommon.ValueTypeMap:
			v, _ = v.Map().Get("within")
		default:
			return depth, v.Str()
		}
		depth++
	}
}

func TestTraces(t *testing.T) {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	poison(rs.Resource().Attributes())
	ss := rs.ScopeSpans().AppendEmpty()
	poison(ss.Scope().Attributes())
	span := ss.Spans().AppendEmpty()
	depthtest.Nest(span.Attributes().PutEmpty("deep"), depthtest.Deep)
	span.Attributes().PutStr("other", "stays")
	poison(span.Events().AppendEmpty().Attributes())
	poison(span.Links().AppendEmpty().Attributes())

	assert.Equal(t, 5, Traces(td))
	v, _ := span.Attributes().Get("deep")
	depth, innermost := depthOf(v)
	assert.Equal(t, value.MaxDepth, depth)
	assert.Equal(t, value.TooDeep, innermost)
	assert.Equal(t, "stays", span.Attributes().AsRaw()["other"])
	_, err := (&ptrace.JSONMarshaler{}).MarshalTraces(td)
	require.NoError(t, err)
	assert.Zero(t, Traces(td), "what was cut is within the bound")
}

func TestWhatIsNotTooDeepStays(t *testing.T) {
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	depthtest.Nest(span.Attributes().PutEmpty("deep"), value.MaxDepth)
	before := span.Attributes().AsRaw()
	assert.Zero(t, Traces(td))
	assert.Equal(t, before, span.Attributes().AsRaw())
}

func TestLogs(t *testing.T) {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	poison(rl.Resource().Attributes())
	sl := rl.ScopeLogs().AppendEmpty()
	poison(sl.Scope().Attributes())
	record := sl.LogRecords().AppendEmpty()
	poison(record.Attributes())
	depthtest.Nest(record.Body(), depthtest.Deep)
	assert.Equal(t, 4, Logs(ld))
	_, err := (&plog.JSONMarshaler{}).MarshalLogs(ld)
	require.NoError(t, err)
}

func TestMetrics(t *testing.T) {
	md := pmetric.NewMetrics()
	rm := md.ResourceMetrics().AppendEmpty()
	poison(rm.Resource().Attributes())
	sm := rm.ScopeMetrics().AppendEmpty()
	poison(sm.Scope().Attributes())
	gauge := sm.Metrics().AppendEmpty()
	poison(gauge.Metadata())
	point := gauge.SetEmptyGauge().DataPoints().AppendEmpty()
	poison(point.Attributes())
	poison(point.Exemplars().AppendEmpty().FilteredAttributes())
	poison(sm.Metrics().AppendEmpty().SetEmptySum().DataPoints().AppendEmpty().Attributes())
	histogram := sm.Metrics().AppendEmpty().SetEmptyHistogram().DataPoints().AppendEmpty()
	poison(histogram.Attributes())
	poison(histogram.Exemplars().AppendEmpty().FilteredAttributes())
	exponential := sm.Metrics().AppendEmpty().SetEmptyExponentialHistogram().DataPoints().AppendEmpty()
	poison(exponential.Attributes())
	poison(exponential.Exemplars().AppendEmpty().FilteredAttributes())
	poison(sm.Metrics().AppendEmpty().SetEmptySummary().DataPoints().AppendEmpty().Attributes())
	sm.Metrics().AppendEmpty()
	assert.Equal(t, 11, Metrics(md))
	_, err := (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
	require.NoError(t, err)
}

func BenchmarkTraces(b *testing.B) {
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"} {
		span.Attributes().PutStr(key, "value")
	}
	b.ReportAllocs()
	for b.Loop() {
		Traces(td)
	}
}
