package model_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/ptracetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

func TestTracesAreTheSameThereAndBack(t *testing.T) {
	traces := ptrace.NewTraces()
	for r := range 2 {
		resourceSpans := traces.ResourceSpans().AppendEmpty()
		resourceSpans.SetSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
		resourceSpans.Resource().Attributes().PutStr("service.name", "shop-"+strconv.Itoa(r))
		resourceSpans.Resource().SetDroppedAttributesCount(3)
		for s := range 2 {
			scopeSpans := resourceSpans.ScopeSpans().AppendEmpty()
			scopeSpans.SetSchemaUrl("https://example.com/schema")
			scopeSpans.Scope().SetName("library-" + strconv.Itoa(s))
			scopeSpans.Scope().SetVersion("1.2.3")
			scopeSpans.Scope().SetDroppedAttributesCount(1)
			everyType(scopeSpans.Scope().Attributes())
			full(scopeSpans.Spans().AppendEmpty())
			scopeSpans.Spans().AppendEmpty()
		}
	}

	back := model.ToTraces(collect(traces))

	require.NoError(t, ptracetest.CompareTraces(traces, back))
	assert.Equal(t, marshal(t, traces), marshal(t, back))
}

func TestManyAttributesKeepTheirOrderAndEqualKeys(t *testing.T) {
	attributes := make([]model.Attribute, 5000)
	for i := range attributes {
		attributes[i] = model.Attribute{Key: "k" + strconv.Itoa(i/2), Value: model.Value{Type: model.Int + model.Type(i%3), Bits: uint64(i % 2)}}
	}
	s := &model.Span{Attributes: attributes}

	back := collect(model.ToTraces([]*model.Span{s}))

	assert.Equal(t, attributes, back[0].Attributes)
}

func TestSpansOfEqualResourcesComeTogether(t *testing.T) {
	a := &model.Span{Name: "a", Resource: &model.Resource{Service: "x"}, Scope: &model.Scope{Name: "s"}}
	b := &model.Span{Name: "b", Resource: &model.Resource{Service: "x"}, Scope: &model.Scope{Name: "s"}}
	c := &model.Span{Name: "c", Resource: &model.Resource{Service: "x"}, Scope: &model.Scope{Name: "other"}}
	d := &model.Span{Name: "d"}

	traces := model.ToTraces([]*model.Span{a, b, c, d})

	assert.Equal(t, 1, traces.ResourceSpans().Len(), "the attributes are equal")
	assert.Equal(t, 3, traces.ResourceSpans().At(0).ScopeSpans().Len())
	assert.Equal(t, 4, traces.SpanCount())
}

func TestDamagedStructureBecomesBytes(t *testing.T) {
	v := model.Value{Type: model.Structured, Text: "\xff\xff\xff"}
	to := pcommon.NewValueEmpty()

	v.CopyTo(to)

	assert.Equal(t, pcommon.ValueTypeBytes, to.Type())
	assert.Equal(t, []byte("\xff\xff\xff"), to.Bytes().AsRaw())
}

func TestDeepValuesAreCut(t *testing.T) {
	deep := pcommon.NewValueSlice()
	at := deep.Slice()
	for range 100 {
		at = at.AppendEmpty().SetEmptySlice()
	}
	v := model.FromValue(deep)

	assert.Contains(t, v.ValueText(), "[nested too deeply]")
}

func FuzzStructuredValue(f *testing.F) {
	for _, a := range collect(withEveryType())[0].Attributes {
		f.Add(a.Value.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := model.Value{Type: model.Structured, Text: text}
		to := pcommon.NewValueEmpty()
		v.CopyTo(to)
		again := model.FromValue(to)
		back := pcommon.NewValueEmpty()
		again.CopyTo(back)
		require.Equal(t, again, model.FromValue(back))
		require.LessOrEqual(t, len(v.ValueText()), 16*len(text)+64)
	})
}

func collect(traces ptrace.Traces) []*model.Span {
	var all []*model.Span
	model.FromTraces(traces, func(_ ptrace.Span, _ pcommon.Resource, s *model.Span) { all = append(all, s) })
	return all
}

func marshal(t *testing.T, traces ptrace.Traces) []byte {
	t.Helper()
	var m ptrace.ProtoMarshaler
	data, err := m.MarshalTraces(traces)
	require.NoError(t, err)
	return data
}

func withEveryType() ptrace.Traces {
	traces := ptrace.NewTraces()
	everyType(traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().Attributes())
	return traces
}

func everyType(to pcommon.Map) {
	to.PutStr("string", "größer\xff")
	to.PutStr("nothing", "")
	to.PutInt("int", math.MinInt64)
	to.PutDouble("double", -0.1)
	to.PutDouble("infinite", math.Inf(-1))
	to.PutBool("true", true)
	to.PutBool("false", false)
	to.PutEmpty("empty")
	to.PutEmptyBytes("bytes").FromRaw([]byte{0, 1, 0xff})
	list := to.PutEmptySlice("list")
	list.AppendEmpty().SetStr("a")
	list.AppendEmpty()
	list.AppendEmpty().SetEmptyMap().PutInt("n", -1)
	nested := to.PutEmptyMap("map")
	nested.PutDouble("x", 1.5)
	nested.PutEmptySlice("none")
	nested.PutEmptyBytes("bytes").FromRaw([]byte("b"))
	nested.PutBool("yes", true)
}

func full(s ptrace.Span) {
	s.SetTraceID([16]byte{1, 2, 3})
	s.SetSpanID([8]byte{4, 5})
	s.SetParentSpanID([8]byte{6})
	s.SetName("chat")
	s.SetKind(ptrace.SpanKindConsumer)
	s.TraceState().FromRaw("a=b")
	s.SetFlags(0x101)
	s.SetStartTimestamp(1)
	s.SetEndTimestamp(math.MaxUint64)
	s.Status().SetCode(ptrace.StatusCodeError)
	s.Status().SetMessage("no")
	s.SetDroppedAttributesCount(1)
	s.SetDroppedEventsCount(2)
	s.SetDroppedLinksCount(3)
	everyType(s.Attributes())
	event := s.Events().AppendEmpty()
	event.SetName("exception")
	event.SetTimestamp(7)
	event.SetDroppedAttributesCount(4)
	everyType(event.Attributes())
	s.Events().AppendEmpty()
	link := s.Links().AppendEmpty()
	link.SetTraceID([16]byte{9})
	link.SetSpanID([8]byte{8})
	link.TraceState().FromRaw("c=d")
	link.SetFlags(5)
	link.SetDroppedAttributesCount(6)
	everyType(link.Attributes())
}
