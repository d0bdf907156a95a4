package planonaming

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadatatest"
)

// everything is a configuration under which all that can be written is written.
func everything() *Config {
	cfg := moving()
	cfg.DropInternal, cfg.KeepOriginalName, cfg.SetResourceName = true, true, true
	cfg.NameFrom = []string{"http.route"}
	return cfg
}

const hostile = "a\x1b[31mb\r\n\x07\u202ec\u009b"

func TestWhatIsWrittenCanBeShown(t *testing.T) {
	td := tracesOf(t,
		s{id: 1, name: hostile, attrs: m{}},
		s{id: 2, parent: 1, name: "flagged " + hostile, attrs: m{"signals.quality": "Severe"}},
		s{id: 3, parent: 1, name: hostile, attrs: m{"signals.quality": "Poor", "resource.name": hostile}},
		s{id: 4, parent: 1, name: hostile, attrs: m{"http.route": "/" + hostile}},
		s{id: 5, parent: 1, name: hostile + "🚩", attrs: m{}},
		s{id: 6, parent: 1, name: "moved", attrs: m{"service.name.override": hostile}},
	)
	p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), everything(), newClock())
	once, err := p.processTraces(context.Background(), td)
	require.NoError(t, err)

	const cleaned = "a\uFFFD[31mb  \uFFFD\uFFFDc\uFFFD"
	got := spansOf(once)
	assert.Equal(t, []string{
		cleaned + " 🚩", "flagged " + cleaned + " 🚩", cleaned + " 🚩", "/a\uFFFD[31mb \uFFFD\uFFFDc\uFFFD", cleaned + "🚩", "moved",
	}, names(got))
	for _, span := range got {
		for _, key := range []string{"span.original_name", "resource.name", "signals.trace.quality"} {
			value, _ := span.attrs[key].(string)
			assert.NotContains(t, value, "\x1b")
			assert.NotContains(t, value, "\u202e")
		}
	}
	assert.Equal(t, cleaned+" 🚩", got[2].attrs["resource.name"])
	service, _ := once.ResourceSpans().At(1).Resource().Attributes().Get("service.name")
	assert.Equal(t, cleaned, service.Str())
	assert.Equal(t, hostile, got[5].attrs["service.name.override"], "the sender's own")

	again, err := p.processTraces(context.Background(), once)
	require.NoError(t, err)
	assert.Equal(t, got, spansOf(again), "a second collector changes nothing")
}

func TestNamesOfOthersStay(t *testing.T) {
	assert.Equal(t, []string{hostile}, names(processOnce(t, everything(), s{id: 2, parent: 1, name: hostile, attrs: m{}})))
}

func TestMarkerCanBeShown(t *testing.T) {
	for _, bad := range []string{"a\x1bb", "a\u202eb", "a\u2028b", "a\u009bb"} {
		cfg := defaultConfig()
		cfg.Marker = bad
		assert.ErrorContains(t, cfg.Validate(), "marker: must hold no control character")
	}
}

func TestDeeplyNestedValuesAreNotRead(t *testing.T) {
	for _, key := range []string{
		"signals.quality", "signals.repair.count", "signals.escalation.requested", "service.name.override", "http.route", "resource.name",
		"http.url", "upstream_cluster",
	} {
		t.Run(key, func(t *testing.T) {
			td := tracesOf(t, severe, s{id: 6, parent: 1, name: "chat", attrs: m{}}, root)
			depthtest.Nest(td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(1).Attributes().PutEmpty(key), depthtest.Deep)
			assertNamed(t, td, "chat 🚩", "chat", "POST /v1 🚩")
		})
	}
	t.Run("service.name", func(t *testing.T) {
		td := tracesOf(t, severe, root)
		depthtest.Nest(td.ResourceSpans().At(0).Resource().Attributes().PutEmpty("service.name"), depthtest.Deep)
		assertNamed(t, td, "chat 🚩", "POST /v1 🚩")
	})
}

// A resource and a scope are copied for the spans that move to another service.
func TestDeeplyNestedResourcesCanBeCopied(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	cfg := createDefaultConfig().(*Config)
	cfg.ServiceNameOverride = true
	p := newTestProcessor(t, metadatatest.NewSettings(telemetry), cfg, newClock())
	td := tracesOf(t, s{id: 6, name: "chat", attrs: m{"service.name.override": "other"}}, root)
	depthtest.Nest(td.ResourceSpans().At(0).Resource().Attributes().PutEmpty("deep"), depthtest.Deep)
	depthtest.Nest(td.ResourceSpans().At(0).ScopeSpans().At(0).Scope().Attributes().PutEmpty("deep"), depthtest.Deep)
	td, err := p.processTraces(t.Context(), td)
	require.NoError(t, err)
	require.Equal(t, 2, td.ResourceSpans().Len())
	metadatatest.AssertEqualProcessorPlanonamingCutValues(t, telemetry, []metricdata.DataPoint[int64]{
		{Value: 2, Attributes: attribute.NewSet(attribute.String("processor", "planonaming"))},
	}, metricdatatest.IgnoreTimestamp())
}

// assertNamed reads no attributes: what is nested is too deep for that.
func assertNamed(t *testing.T, td ptrace.Traces, want ...string) {
	t.Helper()
	p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), everything(), newClock())
	got, err := p.processTraces(context.Background(), td)
	require.NoError(t, err)
	var names []string
	spans.Each(got, func(span ptrace.Span) { names = append(names, span.Name()) })
	assert.Equal(t, want, names)
}
