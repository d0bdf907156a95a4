package planonaming

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadatatest"
)

func dropping() *Config {
	cfg := defaultConfig()
	cfg.DropInternal = true
	return cfg
}

// routing is an internal span.
func routing(id, parent byte) s {
	return s{id: id, parent: parent, name: "routing", attrs: m{"service.name.override": "plano(routing)"}}
}

func plain(id, parent byte) s { return s{id: id, parent: parent, name: "chat", attrs: m{}} }

func parents(spans []s) map[byte]byte {
	byID := map[byte]byte{}
	for _, span := range spans {
		byID[span.id] = span.parent
	}
	return byID
}

func TestInternalSpansAreRecognised(t *testing.T) {
	for _, tt := range []struct {
		service string
		attrs   m
		want    bool
	}{
		{"plano(routing)", m{}, true},
		{"Plano(Routing)", m{}, true},
		{"plano(inbound)", m{}, false},
		{"plano", m{"service.name.override": "plano(routing)"}, true},
		{"plano(routing)", m{"service.name.override": "plano(llm)"}, false},
		{"plano(outbound)", m{}, false},
		{"plano(outbound)", m{"upstream_cluster": "arch"}, true},
		{"plano(outbound)", m{"upstream_cluster.name": "arch"}, true},
		{"plano(outbound)", m{"upstream_cluster": "openai"}, false},
		{"plano(outbound)", m{"http.url": "https://archfc.katanemo.dev/v1/chat/completions"}, true},
		{"plano(outbound)", m{"url.full": "https://eu.ARCHFC.katanemo.dev:443/v1"}, true},
		{"plano(outbound)", m{"server.address": "archfc.katanemo.dev"}, true},
		{"plano(outbound)", m{"http.host": "archfc.katanemo.dev:443"}, true},
		{"plano(outbound)", m{"http.url": "https://notarchfc.katanemo.dev/"}, false},
		{"plano(outbound)", m{"http.url": "https://api.openai.com/?u=archfc.katanemo.dev"}, false},
		{"plano(outbound)", m{"http.url": "https://archfc.katanemo.dev.example.com/"}, false},
		{"plano(outbound)", m{"http.url": "://"}, false},
		{"plano(inbound)", m{"upstream_cluster": "arch"}, false},
		{"", m{"upstream_cluster": "arch"}, false},
	} {
		t.Run(fmt.Sprint(tt.service, tt.attrs), func(t *testing.T) {
			attrs := pcommon.NewMap()
			require.NoError(t, attrs.FromRaw(tt.attrs))
			spans := internalSpans{InternalConfig: dropping().Internal}
			assert.Equal(t, tt.want, spans.isInternal(attrs, tt.service))
		})
	}
}

func TestInternalSpansStayByDefault(t *testing.T) {
	assert.Len(t, processOnce(t, defaultConfig(), plain(1, 0), routing(2, 1), plain(3, 2)), 3)
}

func TestChildrenGetTheParentOfADroppedSpan(t *testing.T) {
	got := processOnce(t, dropping(), plain(1, 0), routing(2, 1), plain(3, 2), routing(4, 2), routing(5, 4), plain(6, 5), plain(7, 6))
	assert.Equal(t, map[byte]byte{1: 0, 3: 1, 6: 1, 7: 6}, parents(got))
}

func TestChildrenOfADroppedRootBecomeRoots(t *testing.T) {
	assert.Equal(t, map[byte]byte{2: 0}, parents(processOnce(t, dropping(), routing(1, 0), plain(2, 1))))
}

func TestADroppedSpanOfAnotherTraceIsNoParent(t *testing.T) {
	got := processOnce(t, dropping(), routing(2, 1), in(2, plain(3, 2)))
	assert.Equal(t, map[byte]byte{3: 2}, parents(got))
}

func TestChildrenInALaterBatch(t *testing.T) {
	c := newClock()
	p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), dropping(), c)
	process(t, p, routing(3, 2), plain(9, 1))
	process(t, p, routing(2, 1), plain(9, 1))
	assert.Equal(t, map[byte]byte{4: 1}, parents(process(t, p, plain(4, 3))))
	c.step(10 * time.Minute)
	assert.Equal(t, map[byte]byte{4: 3}, parents(process(t, p, plain(4, 3))), "forgotten")
}

func TestDroppedSpansThatAreEachOthersParents(t *testing.T) {
	got := processOnce(t, dropping(), routing(2, 3), routing(3, 2), plain(4, 2), routing(5, 5), plain(6, 5))
	assert.Equal(t, map[byte]byte{4: 2, 6: 5}, parents(got))
}

func TestADroppedSpanFlagsNoRoot(t *testing.T) {
	internal := routing(2, 1)
	internal.attrs["signals.quality"] = "Severe"
	assert.Equal(t, []string{"POST /v1"}, names(processOnce(t, dropping(), root, internal)))
}

func TestABatchOfInternalSpansOnlyIsNotSentOn(t *testing.T) {
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(metadata.Type), dropping(), sink)
	require.NoError(t, err)
	require.NoError(t, p.ConsumeTraces(context.Background(), tracesOf(t, routing(2, 1))))
	assert.Empty(t, sink.AllTraces())
	require.NoError(t, p.ConsumeTraces(context.Background(), ptrace.NewTraces()))
	assert.Len(t, sink.AllTraces(), 1, "an empty batch passes on")
}

func TestEmptyScopesOfTheSenderStay(t *testing.T) {
	td := tracesOf(t, routing(2, 1), plain(3, 2))
	td.ResourceSpans().At(0).ScopeSpans().AppendEmpty().Scope().SetName("empty")
	td.ResourceSpans().AppendEmpty()
	p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), dropping(), newClock())
	got, err := p.processTraces(context.Background(), td)
	require.NoError(t, err)
	assert.Equal(t, 2, got.ResourceSpans().Len())
	assert.Equal(t, 2, got.ResourceSpans().At(0).ScopeSpans().Len())
	assert.Equal(t, 1, got.SpanCount())
}

func TestDroppedSpansAreBounded(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
	cfg := dropping()
	cfg.MaxDroppedSpans = 2
	p := newTestProcessor(t, rootsSettings(telemetry), cfg, newClock())
	for id := byte(2); id < 12; id++ {
		process(t, p, routing(id, 1), plain(100, 1))
	}
	assert.Equal(t, 2, p.internal.parents.Len())
	assert.Equal(t, map[byte]byte{20: 9, 21: 1}, parents(process(t, p, plain(20, 9), plain(21, 10))))

	metadatatest.AssertEqualProcessorPlanonamingDroppedInternalSpans(t, telemetry,
		[]metricdata.DataPoint[int64]{{Attributes: attribute.NewSet(ofRoots), Value: 10}}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorPlanonamingEvictions(t, telemetry, []metricdata.DataPoint[int64]{
		{Attributes: attribute.NewSet(ofRoots, attribute.String("store", "dropped_spans")), Value: 8},
	}, metricdatatest.IgnoreTimestamp())
}
