package observe_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// plainSpan is that of a server, with twelve attributes, which tells nothing of a conversation.
func plainSpan() (ptrace.Span, pcommon.Resource) {
	span, resource := ptrace.NewSpan(), pcommon.NewResource()
	resource.Attributes().PutStr("service.name", "shop")
	span.SetName("GET /orders/{id}")
	a := span.Attributes()
	for key, text := range map[string]string{
		"http.request.method": "GET", "http.route": "/orders/{id}", "url.scheme": "https", "url.path": "/orders/4711",
		"server.address": "shop.example", "client.address": "10.1.2.3", "network.protocol.version": "1.1", "user_agent.original": "curl/8.5.0",
		"session.id": "2f3c", "thread.name": "worker-7",
	} {
		a.PutStr(key, text)
	}
	a.PutInt("http.response.status_code", 200)
	a.PutInt("server.port", 443)
	return span, resource
}

func TestPlainSpanCostsNothing(t *testing.T) {
	reader := newReader(t)
	span, resource := plainSpan()
	require.Nil(t, observe.Observe(reader, span, resource, "shop"))
	assert.Zero(t, testing.AllocsPerRun(100, func() { observe.Observe(reader, span, resource, "shop") }))
}

func BenchmarkObserve(b *testing.B) {
	reader := newReader(b)
	b.Run("plain", func(b *testing.B) {
		span, resource := plainSpan()
		b.ReportAllocs()
		for b.Loop() {
			observe.Observe(reader, span, resource, "shop")
		}
	})
	files := recordings(b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch name {
		case "openllmetry-sdk-0.27.coding.good", "openllmetry-0.12.good", "openinference-openai-4.2.coding.good", "vercel-ai-7.good":
		default:
			continue
		}
		traces, resource := loadTraces(b, files[name]), pcommon.NewResource()
		var models []ptrace.Span
		for _, o := range observeAll(reader, []ptrace.Traces{traces}) {
			if o.Observation != nil && o.Kind == observe.KindModel {
				models = append(models, o.span)
			}
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				observe.Observe(reader, models[i%len(models)], resource, "agent")
			}
		})
	}
}
