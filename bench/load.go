package main

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A maker fills the i-th span of a request.
type maker func(span ptrace.Span, i int)

// traces is one request. Five spans share a trace.
func traces(fill maker) ptrace.Traces {
	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "shop")
	resource.Resource().Attributes().PutStr("host.name", "node-17")
	spans := resource.ScopeSpans().AppendEmpty().Spans()
	var trace pcommon.TraceID
	for i := range spansPerRequest {
		if i%5 == 0 {
			trace = harness.NewTraceID()
		}
		span := spans.AppendEmpty()
		span.SetTraceID(trace)
		span.SetSpanID([8]byte{byte(i + 1), byte(i >> 8)})
		if i%5 > 0 {
			span.SetParentSpanID([8]byte{byte(i - i%5 + 1), byte((i - i%5) >> 8)})
		}
		span.SetStartTimestamp(1_795_175_800_000_000_000)
		span.SetEndTimestamp(1_795_175_801_000_000_000)
		fill(span, i)
	}
	return td
}

// plainSpan is what a web framework writes.
func plainSpan(span ptrace.Span, i int) {
	span.SetName("GET /orders/{id}")
	span.SetKind(ptrace.SpanKindServer)
	attributes := span.Attributes()
	attributes.PutStr("http.request.method", "GET")
	attributes.PutStr("url.scheme", "https")
	attributes.PutStr("url.path", fmt.Sprintf("/orders/%d", i))
	attributes.PutStr("http.route", "/orders/{id}")
	attributes.PutStr("server.address", "shop.example")
	attributes.PutInt("server.port", 443)
	attributes.PutInt("http.response.status_code", 200)
	attributes.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	attributes.PutStr("network.protocol.version", "1.1")
	attributes.PutStr("client.address", "192.0.2.17")
}
