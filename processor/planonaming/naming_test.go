package planonaming

import (
	"context"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
)

// m is a map of attributes.
type m = map[string]any

// s is a span of a test. Ids are one byte; trace 0 becomes trace 1.
type s struct {
	trace, id, parent byte
	name              string
	attrs             m
}

func put(tb testing.TB, span ptrace.Span, of s) {
	tb.Helper()
	span.SetTraceID(pcommon.TraceID{max(of.trace, 1)})
	span.SetSpanID(pcommon.SpanID{of.id})
	span.SetParentSpanID(pcommon.SpanID{of.parent})
	span.SetName(of.name)
	require.NoError(tb, span.Attributes().FromRaw(of.attrs))
}

func tracesOf(tb testing.TB, spans ...s) ptrace.Traces {
	tb.Helper()
	td := ptrace.NewTraces()
	ss := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for _, span := range spans {
		put(tb, ss.Spans().AppendEmpty(), span)
	}
	return td
}

// spansOf reads spans back, in their order.
func spansOf(td ptrace.Traces) []s {
	var read []s
	spans.Each(td, func(span ptrace.Span) {
		read = append(read, s{
			trace: span.TraceID()[0], id: span.SpanID()[0], parent: span.ParentSpanID()[0],
			name: span.Name(), attrs: span.Attributes().AsRaw(),
		})
	})
	return read
}

// clock is stepped by tests.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Unix(1_770_937_800, 0)} }

func (c *clock) step(d time.Duration) { c.now = c.now.Add(d) }

func newTestProcessor(tb testing.TB, set processor.Settings, cfg *Config, c *clock) *namingProcessor {
	tb.Helper()
	require.NoError(tb, cfg.Validate())
	p, err := newProcessor(set, cfg, func() time.Time { return c.now })
	require.NoError(tb, err)
	return p
}

func process(tb testing.TB, p *namingProcessor, spans ...s) []s {
	tb.Helper()
	td, err := p.processTraces(context.Background(), tracesOf(tb, spans...))
	require.NoError(tb, err)
	return spansOf(td)
}

func processOnce(tb testing.TB, cfg *Config, spans ...s) []s {
	tb.Helper()
	return process(tb, newTestProcessor(tb, processortest.NewNopSettings(metadata.Type), cfg, newClock()), spans...)
}

func names(spans []s) []string {
	var all []string
	for _, span := range spans {
		all = append(all, span.name)
	}
	return all
}

func TestPipeline(t *testing.T) {
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(metadata.Type), defaultConfig(), sink)
	require.NoError(t, err)
	assert.True(t, p.Capabilities().MutatesData)
	span := s{id: 2, parent: 1, name: "chat gpt-4o", attrs: m{"signals.quality": "Severe"}}
	require.NoError(t, p.ConsumeTraces(context.Background(), tracesOf(t, span)))
	assert.Equal(t, []string{"chat gpt-4o 🚩"}, names(spansOf(sink.AllTraces()[0])))
}

func TestMarkIsAppendedOnce(t *testing.T) {
	severe := m{"signals.quality": "Severe"}
	for _, tt := range []struct {
		marker, name, want string
	}{
		{"🚩", "chat gpt-4o", "chat gpt-4o 🚩"},
		{"🚩", "chat gpt-4o 🚩", "chat gpt-4o 🚩"},
		{"🚩", "chat gpt-4o🚩", "chat gpt-4o🚩"},
		{"🚩", "🚩 chat", "🚩 chat 🚩"},
		{"🚩", "", "🚩"},
		{"#flagged", "chat", "chat #flagged"},
		{"#flagged", "chat 🚩", "chat 🚩 #flagged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := defaultConfig()
			cfg.Marker = tt.marker
			got := processOnce(t, cfg, s{id: 2, parent: 1, name: tt.name, attrs: severe})
			assert.Equal(t, tt.want, got[0].name)
			assert.Equal(t, true, got[0].attrs["signals.flagged"])
			assert.Equal(t, got, processOnce(t, cfg, got...), "a second collector changes nothing")
		})
	}
}

func TestKeepOriginalName(t *testing.T) {
	cfg := defaultConfig()
	cfg.KeepOriginalName = true
	cfg.NameFrom = []string{"http.route"}
	got := processOnce(t, cfg,
		s{id: 2, parent: 1, name: "POST", attrs: m{"signals.quality": "Poor", "http.route": "/v1/chat"}},
		s{id: 3, parent: 1, name: "POST", attrs: m{"http.route": "/v1/chat"}},
		s{id: 4, parent: 1, name: "POST", attrs: m{}},
		s{id: 5, parent: 1, name: "chat 🚩", attrs: m{}},
	)
	assert.Equal(t, []string{"/v1/chat 🚩", "/v1/chat", "POST", "chat 🚩"}, names(got))
	assert.Equal(t, "POST", got[0].attrs["span.original_name"])
	assert.Equal(t, "POST", got[1].attrs["span.original_name"])
	assert.NotContains(t, got[2].attrs, "span.original_name")
	assert.NotContains(t, got[3].attrs, "span.original_name")
	assert.Equal(t, got, processOnce(t, cfg, got...), "a second collector changes nothing")
}

func TestSetResourceName(t *testing.T) {
	cfg := defaultConfig()
	cfg.SetResourceName = true
	got := processOnce(t, cfg,
		s{id: 1, name: "POST /v1", attrs: m{}},
		s{id: 2, parent: 1, name: "chat", attrs: m{"signals.quality": "Poor"}},
		s{id: 3, parent: 1, name: "chat", attrs: m{"signals.quality": "Poor", "resource.name": "own"}},
		s{id: 4, parent: 1, name: "chat", attrs: m{"resource.name": "own"}},
	)
	assert.Equal(t, "POST /v1 🚩", got[0].attrs["resource.name"])
	assert.Equal(t, "chat 🚩", got[1].attrs["resource.name"])
	assert.Equal(t, "own 🚩", got[2].attrs["resource.name"])
	assert.Equal(t, "own", got[3].attrs["resource.name"])
	assert.Equal(t, got, processOnce(t, cfg, got...), "a second collector changes nothing")
}

func TestNameFrom(t *testing.T) {
	cfg := defaultConfig()
	cfg.NameFrom = []string{"http.request.method", "http.route", "gen_ai.request.model"}
	long := make([]rune, 200)
	for i := range long {
		long[i] = 'é'
	}
	got := processOnce(t, cfg,
		s{id: 2, parent: 1, name: "x", attrs: m{
			"gen_ai.request.model": "gpt-4o", "http.request.method": "POST", "http.route": "/v1/chat/completions",
		}},
		s{id: 3, parent: 1, name: "x", attrs: m{"http.request.method": "POST"}},
		s{id: 4, parent: 1, name: "x", attrs: m{"http.route": " \t ", "gen_ai.request.model": m{"a": "b"}}},
		s{id: 5, parent: 1, name: "x 🚩", attrs: m{"http.route": "/v1\n\tchat"}},
		s{id: 6, parent: 1, name: "x", attrs: m{"http.route": string(long)}},
		s{id: 7, parent: 1, name: "x", attrs: m{"http.route": "/v1/\xff"}},
	)
	assert.Equal(t, []string{
		"POST /v1/chat/completions gpt-4o", "POST", "x", "/v1 chat 🚩", string(long[:128]), "/v1/\uFFFD",
	}, names(got))
}

// TestMarkerAtMostDoublesNames holds the bound on the cardinality of metrics that have a name as a label.
func TestMarkerAtMostDoublesNames(t *testing.T) {
	cfg := defaultConfig()
	first := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), cfg, newClock())
	second := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), cfg, newClock())
	in, out := map[string]bool{}, map[string]bool{}
	for i := range 2_000 {
		name := []string{"", "chat", "chat gpt-4o", "POST /v1", "tool 🚩", "tool"}[i%6]
		quality := []string{"Severe", "Good", "poor", "Error", "", "NEUTRAL", "Excellent"}[i%7]
		span := s{trace: byte(1 + i%11), id: byte(1 + i%200), parent: byte(i % 3), name: name, attrs: m{"signals.quality": quality}}
		in[name] = true
		once := process(t, first, span)
		twice := process(t, second, once...)
		out[once[0].name], out[twice[0].name] = true, true
	}
	assert.Greater(t, len(out), len(in)/2)
	assert.LessOrEqual(t, len(out), 2*len(in))
	for name := range out {
		assert.True(t, in[name] || in[name[:max(0, len(name)-len(" 🚩"))]] || name == "🚩", name)
	}
}

func FuzzNamingIsIdempotent(f *testing.F) {
	f.Add("chat gpt-4o", "🚩", "Severe", "true", false)
	f.Add("chat 🚩", "🚩", "good", "", true)
	f.Add("", "#flagged", "\xff", "TRUE", true)
	f.Add("a b b", "b", "ERROR", "x", false)
	f.Fuzz(func(t *testing.T, name, mark, quality, escalation string, root bool) {
		cfg := defaultConfig()
		cfg.Marker, cfg.KeepOriginalName, cfg.SetResourceName, cfg.ServiceNameOverride = mark, true, true, true
		if cfg.Validate() != nil {
			return
		}
		span := s{id: 2, parent: 1, name: name, attrs: m{
			"signals.quality": quality, "signals.escalation.requested": escalation, "service.name.override": escalation,
		}}
		if root {
			span.parent = 0
		}
		once := processOnce(t, cfg, span)
		assert.Equal(t, once, processOnce(t, cfg, once...))
		assert.LessOrEqual(t, utf8.RuneCountInString(once[0].name), utf8.RuneCountInString(name)+1+utf8.RuneCountInString(mark))
	})
}
