package planonaming

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadatatest"
)

func moving() *Config {
	cfg := defaultConfig()
	cfg.ServiceNameOverride = true
	return cfg
}

func of(service any, id byte) s {
	span := s{id: id, parent: 1, name: "span", attrs: m{}}
	if service != nil {
		span.attrs["service.name.override"] = service
	}
	return span
}

func appendScope(t *testing.T, rs ptrace.ResourceSpans, name string, spans ...s) {
	t.Helper()
	ss := rs.ScopeSpans().AppendEmpty()
	ss.Scope().SetName(name)
	ss.Scope().SetVersion("1.0")
	ss.Scope().Attributes().PutStr("scope", name)
	ss.SetSchemaUrl("schema/" + name)
	for _, span := range spans {
		put(t, ss.Spans().AppendEmpty(), span)
	}
}

// placed is where a span is found: the attributes of its resource and scope, and their schemas.
type placed struct {
	resource, scope m
	name, schemas   string
}

func places(td ptrace.Traces) map[byte]placed {
	byID := map[byte]placed{}
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				byID[span.SpanID()[0]] = placed{
					resource: rs.Resource().Attributes().AsRaw(),
					scope:    ss.Scope().Attributes().AsRaw(),
					name:     ss.Scope().Name() + "/" + ss.Scope().Version(),
					schemas:  rs.SchemaUrl() + " " + ss.SchemaUrl(),
				}
			}
		}
	}
	return byID
}

func TestSpansMoveToTheirService(t *testing.T) {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.SetSchemaUrl("schema/resource")
	require.NoError(t, rs.Resource().Attributes().FromRaw(m{"service.name": "plano", "host.name": "h1"}))
	appendScope(t, rs, "a", of("plano(llm)", 1), of(nil, 2), of("plano(agent)", 3), of("plano(llm)", 4))
	appendScope(t, rs, "b", of("plano(llm)", 5), of("plano", 6), of(" ", 7), of(8, 8))
	appendScope(t, rs, "c", of("plano(agent)", 9))
	other := td.ResourceSpans().AppendEmpty()
	require.NoError(t, other.Resource().Attributes().FromRaw(m{"host.name": "h2"}))
	appendScope(t, other, "a", of("plano(llm)", 10))

	before := spansOf(td)
	p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), moving(), newClock())
	got, err := p.processTraces(context.Background(), td)
	require.NoError(t, err)

	at := func(service, scope string) placed {
		return placed{
			resource: m{"service.name": service, "host.name": "h1"}, scope: m{"scope": scope},
			name: scope + "/1.0", schemas: "schema/resource schema/" + scope,
		}
	}
	assert.Equal(t, map[byte]placed{
		1: at("plano(llm)", "a"), 4: at("plano(llm)", "a"), 5: at("plano(llm)", "b"),
		3: at("plano(agent)", "a"), 9: at("plano(agent)", "c"),
		2: at("plano", "a"), 6: at("plano", "b"), 7: at("plano", "b"), 8: at("plano", "b"),
		10: {
			resource: m{"service.name": "plano(llm)", "host.name": "h2"}, scope: m{"scope": "a"},
			name: "a/1.0", schemas: " schema/a",
		},
	}, places(got))
	assert.ElementsMatch(t, before, spansOf(got), "the spans are what they were")
	assert.Equal(t, 4, got.ResourceSpans().Len(), "one resource for a service of a resource, and none left empty")
	for _, rs := range got.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			assert.NotZero(t, ss.Spans().Len())
		}
	}

	once := places(got)
	again, err := p.processTraces(context.Background(), got)
	require.NoError(t, err)
	assert.Equal(t, once, places(again), "a second collector changes nothing")
	assert.Equal(t, 4, again.ResourceSpans().Len())
}

func TestSpansStayByDefault(t *testing.T) {
	td := tracesOf(t, of("plano(llm)", 1))
	p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), defaultConfig(), newClock())
	got, err := p.processTraces(context.Background(), td)
	require.NoError(t, err)
	assert.Equal(t, 1, got.ResourceSpans().Len())
	assert.Empty(t, got.ResourceSpans().At(0).Resource().Attributes().AsRaw())
}

// manyServices is a resource of bytes, with a scope of scopeBytes, and a span for each of n services.
func manyServices(t *testing.T, n, bytes, scopeBytes int) ptrace.Traces {
	t.Helper()
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("large", strings.Repeat("x", bytes))
	ss := rs.ScopeSpans().AppendEmpty()
	ss.Scope().Attributes().PutStr("large", strings.Repeat("x", scopeBytes))
	for i := range n {
		put(t, ss.Spans().AppendEmpty(), of(fmt.Sprintf("service-%d", i), byte(i)))
	}
	return td
}

func TestCopiesOfResourcesAreBounded(t *testing.T) {
	const mb = 1 << 20
	for _, tt := range []struct {
		name                        string
		services, bytes, scopeBytes int
		unmoved                     int64
	}{
		{"an ordinary resource and many services", 1_000, 500, 50, 0},
		{"a large resource and Plano's services", 8, mb / 2, 0, 0},
		{"a large resource and many services", 1_000, 3 * mb / 2, 0, 997},
		{"a large scope and many services", 1_000, 0, 3 * mb / 2, 997},
		{"a resource above the bound, one service", 1, 6 * mb, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			telemetry := componenttest.NewTelemetry()
			t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
			p := newTestProcessor(t, metadatatest.NewSettings(telemetry), moving(), newClock())
			td := manyServices(t, tt.services, tt.bytes, tt.scopeBytes)
			sizer := ptrace.ProtoMarshaler{}
			before, spans := sizer.TracesSize(td), spansOf(td)
			got, err := p.processTraces(context.Background(), td)
			require.NoError(t, err)
			assert.Less(t, sizer.TracesSize(got), 2*before+maxCopiedBytes+tt.services*200)
			assert.ElementsMatch(t, spans, spansOf(got), "no span is lost")
			assertUnmoved(t, telemetry, tt.unmoved)
		})
	}
}

func assertUnmoved(t *testing.T, telemetry *componenttest.Telemetry, want int64) {
	t.Helper()
	if want == 0 {
		_, err := telemetry.GetMetric("otelcol_processor_planonaming_unmoved_spans")
		assert.Error(t, err, "all were moved")
		return
	}
	metadatatest.AssertEqualProcessorPlanonamingUnmovedSpans(t, telemetry,
		[]metricdata.DataPoint[int64]{
			{Value: want, Attributes: attribute.NewSet(attribute.String("processor", "planonaming"))},
		}, metricdatatest.IgnoreTimestamp())
}

// TestTheBoundIsOnABatch holds that many resources together keep to it, and that each service that has its copy goes on
// getting spans.
func TestTheBoundIsOnABatch(t *testing.T) {
	td := ptrace.NewTraces()
	for range 10 {
		manyServices(t, 5, 1<<20, 0).ResourceSpans().MoveAndAppendTo(td.ResourceSpans())
	}
	late := of("service-0", 9)
	put(t, td.ResourceSpans().At(9).ScopeSpans().At(0).Spans().AppendEmpty(), late)
	before := ptrace.ProtoMarshaler{}
	size := before.TracesSize(td)
	assert.Equal(t, 10*5-10-3, moveToServices(td), "each has its first copy, three more fit")
	assert.Less(t, before.TracesSize(td), 2*size+maxCopiedBytes)
	last := td.ResourceSpans().At(td.ResourceSpans().Len() - 1)
	assert.Equal(t, 2, last.ScopeSpans().At(0).Spans().Len())
}
