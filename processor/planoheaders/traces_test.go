package planoheaders

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
)

// m is a map of attributes.
type m = map[string]any

// consume sends spans through the processor as a pipeline does.
func consume(ctx context.Context, t *testing.T, cfg *Config, td ptrace.Traces) ptrace.Traces {
	t.Helper()
	return consumeWith(ctx, t, processortest.NewNopSettings(metadata.Type), cfg, td)
}

func consumeWith(ctx context.Context, t *testing.T, set processor.Settings, cfg *Config, td ptrace.Traces) ptrace.Traces {
	t.Helper()
	require.NoError(t, cfg.Validate())
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(ctx, set, cfg, sink)
	require.NoError(t, err)
	require.NoError(t, p.Start(ctx, componenttest.NewNopHost()))
	require.NoError(t, p.ConsumeTraces(ctx, td))
	require.NoError(t, p.Shutdown(ctx))
	require.Len(t, sink.AllTraces(), 1)
	return sink.AllTraces()[0]
}

func withMetadata(headers map[string][]string) context.Context {
	return client.NewContext(context.Background(), client.Info{Metadata: client.NewMetadata(headers)})
}

// putAttributes fills a map in the given order of names and values.
func putAttributes(tb testing.TB, attrs pcommon.Map, namesAndValues ...any) {
	tb.Helper()
	for i := 0; i < len(namesAndValues); i += 2 {
		require.NoError(tb, attrs.PutEmpty(namesAndValues[i].(string)).FromRaw(namesAndValues[i+1]))
	}
}

func oneSpan(tb testing.TB, namesAndValues ...any) ptrace.Traces {
	tb.Helper()
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	putAttributes(tb, span.Attributes(), namesAndValues...)
	return td
}

func spanAttributes(td ptrace.Traces) m {
	return td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes().AsRaw()
}

func resourceAttributes(td ptrace.Traces) m {
	return td.ResourceSpans().At(0).Resource().Attributes().AsRaw()
}

type in = []any

func TestHeadersBecomeSpanAttributes(t *testing.T) {
	for _, tt := range []struct {
		name     string
		change   func(*Config)
		metadata map[string][]string
		in       in
		added    m
		removed  []string
	}{
		{name: "bare", in: in{"x-katanemo-user-id", "u-42"}, added: m{"user.id": "u-42"}},
		{name: "letter case", in: in{"X-Katanemo-User-Id", "u-42"}, added: m{"user.id": "u-42"}},
		{name: "trimmed", in: in{"x-katanemo-user-id", " u-42 "}, added: m{"user.id": "u-42"}},
		{name: "no text but a number", in: in{"x-katanemo-retries", 3}, added: m{"retries": "3"}},
		{name: "empty rest", in: in{"x-katanemo-", "u-42", "x-katanemo--", "u"}},
		{name: "empty name", in: in{"", "u-42"}},
		{name: "another header", in: in{"x-request-id", "r-1"}},
		{
			name: "semantic conventions", in: in{"http.request.header.x-katanemo-user-id", []any{"u-42"}},
			added: m{"user.id": "u-42"},
		},
		{
			name: "semantic conventions, several lines", in: in{"http.request.header.x-katanemo-tag", []any{"a", "b"}},
			added: m{"tag": "a, b"},
		},
		{
			name: "semantic conventions, string", in: in{"http.request.header.x-katanemo-user-id", "u-42"},
			added: m{"user.id": "u-42"},
		},
		{
			name: "semantic conventions, underscores", in: in{"http.request.header.x_katanemo_user_id", []any{"u-42"}},
			added: m{"user.id": "u-42"},
		},
		{
			name: "semantic conventions, hyphens and an underscore", in: in{"http.request.header.x-katanemo-user_id", "u-42"},
			added: m{"user_id": "u-42"},
		},
		{name: "a bare name has no underscores", in: in{"x_katanemo_user_id", "u-42"}},
		{
			name: "Envoy", change: func(c *Config) { c.HeaderPrefixes = []string{"x-"} },
			in: in{"guid:x-request-id", "r-1"}, added: m{"request.id": "r-1"},
		},
		{
			name: "metadata", metadata: map[string][]string{"X-Katanemo-Tenant": {" acme "}, "user-agent": {"otel"}},
			added: m{"tenant": "acme"},
		},
		{
			name: "metadata, several lines", metadata: map[string][]string{"x-katanemo-tag": {"a", "b"}}, added: m{"tag": "a, b"},
		},
		{name: "metadata without a value", metadata: map[string][]string{"x-katanemo-tag": nil}},
		{
			name:     "order of sources",
			metadata: map[string][]string{"x-katanemo-a": {"m"}, "x-katanemo-b": {"m"}, "x-katanemo-c": {"m"}, "x-katanemo-d": {"m"}},
			in: in{
				"guid:x-katanemo-a", "e", "guid:x-katanemo-b", "e", "guid:x-katanemo-c", "e",
				"http.request.header.x-katanemo-a", "s", "http.request.header.x-katanemo-b", "s",
				"x-katanemo-a", "b",
			},
			added: m{"a": "b", "b": "s", "c": "e", "d": "m"},
		},
		{
			name: "first prefix that matches", change: func(c *Config) { c.HeaderPrefixes = []string{"x-", "x-katanemo-"} },
			in: in{"x-katanemo-user-id", "u-42"}, added: m{"katanemo.user.id": "u-42"},
		},
		{
			name: "longer prefix first", change: func(c *Config) { c.HeaderPrefixes = []string{"x-katanemo-", "x-"} },
			in: in{"x-katanemo-user-id", "u-42"}, added: m{"user.id": "u-42"},
		},
		{
			name: "two prefixes, one key", change: func(c *Config) { c.HeaderPrefixes = []string{"x-katanemo-", "x-acme-"} },
			in: in{"x-acme-user-id", "second", "x-katanemo-user-id", "first"}, added: m{"user.id": "first"},
		},
		{
			name: "two headers, one key", in: in{"x-katanemo-user-id", "first", "X-KATANEMO-USER-ID", "second"},
			added: m{"user.id": "first"},
		},
		{
			name: "prefix without a hyphen", change: func(c *Config) { c.HeaderPrefixes = []string{"x-katanemo"} },
			in: in{"x-katanemofoo", "a", "x-katanemo-bar", "b"}, added: m{"foo": "a", "bar": "b"},
		},
		{
			name: "cut", change: func(c *Config) { c.MaxValueLength = 3 },
			in: in{"x-katanemo-user-id", "🚩🚩🚩🚩"}, added: m{"user.id": "🚩🚩🚩"},
		},
		{
			name: "originals removed", change: func(c *Config) { c.RemoveOriginals = true },
			in:    in{"a", 1, "x-katanemo-user-id", "u-42", "guid:x-katanemo-user-id", "u-43", "b", 2, "x-katanemo-", "kept"},
			added: m{"user.id": "u-42"}, removed: []string{"x-katanemo-user-id", "guid:x-katanemo-user-id"},
		},
		{
			name: "static", change: func(c *Config) { c.Static = map[string]string{"environment": "production", "service.name": "plano"} },
			in: in{"environment", "staging"}, added: m{"environment": "production", "service.name": "plano"},
		},
		{
			name: "a header wins over static", change: func(c *Config) { c.Static = map[string]string{"environment": "production"} },
			in: in{"x-katanemo-environment", "canary"}, added: m{"environment": "canary"},
		},
		{
			name:   "a refused header does not win over static",
			change: func(c *Config) { c.Static = map[string]string{"service.name": "plano"} },
			in:     in{"x-katanemo-service-name", "forged"}, added: m{"service.name": "plano"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := defaultConfig()
			if tt.change != nil {
				tt.change(cfg)
			}
			want := spanAttributes(oneSpan(t, tt.in...))
			for key, value := range tt.added {
				want[key] = value
			}
			for _, key := range tt.removed {
				delete(want, key)
			}
			ctx := withMetadata(tt.metadata)
			got := consume(ctx, t, cfg, oneSpan(t, tt.in...))
			assert.Equal(t, want, spanAttributes(got))
			assert.Equal(t, want, spanAttributes(consume(ctx, t, cfg, got)), "a second collector changes nothing")
		})
	}
}

func TestSourcesCanBeSwitchedOff(t *testing.T) {
	off := map[string]func(*SourcesConfig){
		"bare":     func(s *SourcesConfig) { s.Attributes = false },
		"semconv":  func(s *SourcesConfig) { s.SemanticConventions = false },
		"envoy":    func(s *SourcesConfig) { s.Envoy = false },
		"metadata": func(s *SourcesConfig) { s.Metadata = false },
	}
	for source, switchOff := range off {
		t.Run(source, func(t *testing.T) {
			cfg := defaultConfig()
			switchOff(&cfg.Sources)
			td := oneSpan(t, "x-katanemo-bare", "1", "http.request.header.x-katanemo-semconv", "1", "guid:x-katanemo-envoy", "1")
			got := spanAttributes(consume(withMetadata(map[string][]string{"x-katanemo-metadata": {"1"}}), t, cfg, td))
			for key := range off {
				_, ok := got[key]
				assert.Equal(t, key != source, ok, key)
			}
		})
	}
}

func TestStaticTargetResource(t *testing.T) {
	cfg := defaultConfig()
	cfg.Static = map[string]string{"service.name": "my-plano-service", "tenant": "static"}
	cfg.StaticTarget = "resource"
	td := oneSpan(t, "x-katanemo-user-id", "u-42")
	putAttributes(t, td.ResourceSpans().At(0).Resource().Attributes(), "service.name", "unknown_service", "x-katanemo-tenant", "acme")

	got := consume(context.Background(), t, cfg, td)
	assert.Equal(t, m{"service.name": "my-plano-service", "x-katanemo-tenant": "acme", "tenant": "acme"}, resourceAttributes(got))
	assert.Equal(t, m{"x-katanemo-user-id": "u-42", "user.id": "u-42"}, spanAttributes(got))
}

func TestMaxAttributes(t *testing.T) {
	cfg := defaultConfig()
	cfg.Static = map[string]string{"environment": "production"}
	td := oneSpan(t)
	attrs := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes()
	for i := range 10_000 {
		attrs.PutStr(fmt.Sprintf("x-katanemo-h%d", i), "v")
	}
	got := spanAttributes(consume(context.Background(), t, cfg, td))
	written := 0
	for key := range got {
		if !strings.HasPrefix(key, "x-katanemo-") && key != "environment" {
			written++
		}
	}
	assert.Equal(t, 32, written)
	assert.Contains(t, got, "h0")
	assert.Contains(t, got, "h31")
	assert.Contains(t, got, "environment")
}

func TestOnlyNarrowsSpans(t *testing.T) {
	spans := map[string]in{
		"llm":          {"gen_ai.operation.name", "chat"},
		"llm plano":    {"service.name.override", "plano(llm)"},
		"llm openinf":  {"openinference.span.kind", "LLM"},
		"agent":        {"gen_ai.operation.name", "invoke_agent"},
		"agent plano":  {"service.name.override", "plano(agent)"},
		"agent openif": {"openinference.span.kind", "AGENT"},
		"root":         {},
		"tool":         {"gen_ai.operation.name", "execute_tool"},
		"number":       {"component", 7},
	}
	for _, tt := range []struct {
		only []string
		want []string
	}{
		{nil, []string{"llm", "llm plano", "llm openinf", "agent", "agent plano", "agent openif", "root", "tool", "number"}},
		{[]string{"llm"}, []string{"llm", "llm plano", "llm openinf"}},
		{[]string{"agent"}, []string{"agent", "agent plano", "agent openif"}},
		{[]string{"root"}, []string{"root"}},
		{[]string{"root", "llm"}, []string{"root", "llm", "llm plano", "llm openinf"}},
	} {
		t.Run(strings.Join(tt.only, ","), func(t *testing.T) {
			td := ptrace.NewTraces()
			ss := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
			for name, attrs := range spans {
				span := ss.Spans().AppendEmpty()
				span.SetName(name)
				if name != "root" {
					span.SetParentSpanID(pcommon.SpanID{1})
				}
				putAttributes(t, span.Attributes(), attrs...)
			}
			cfg := defaultConfig()
			cfg.Only = tt.only
			cfg.Static = map[string]string{"environment": "production"}

			var got []string
			for _, span := range consume(context.Background(), t, cfg, td).ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
				if _, ok := span.Attributes().Get("environment"); ok {
					got = append(got, span.Name())
				}
			}
			assert.ElementsMatch(t, tt.want, got)
		})
	}
}
