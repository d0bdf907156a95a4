package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// compactKeys are the attributes that are shown of the spans of Plano's proxies without --verbose.
var compactKeys = []string{
	"http.status_code", "http.method", "http.target", "url.scheme", "guid:x-request-id", "request_size", "response_size",
}

// leadingKeys are attributes that are shown first, in this order.
var leadingKeys = []string{
	"http.response.status_code", "http.status_code", "error.type", "error.message", "exception.type", "exception.message",
	semconv.SignalsQuality, semconv.SignalsSummary, "http.method", "http.target", "guid:x-request-id", "request_size", "response_size",
	"routing.determination_ms", "route.selected_model", "selection.agents", "selection.agent_count", "agent.name",
	"gen_ai.operation.name", "gen_ai.agent.name", "gen_ai.tool.name", "gen_ai.request.model", "llm.model", "llm.is_streaming",
	"llm.time_to_first_token", "llm.duration_ms", "llm.response_bytes",
}

// maxDetails is how many attributes of a span are shown without --verbose.
const maxDetails = 40

// details are the lines below a span: its attributes, and with --verbose all else that is known of it.
func (t *traceSheet) details(n *node) []string {
	attributes := t.shownAttributes(n.span)
	lines := make([]string, 0, len(attributes))
	for i := range attributes {
		if len(lines) == maxDetails && !t.request.everything {
			return append(lines, t.dim.Render(fmt.Sprintf("%s: --verbose", plural(len(attributes)-i, "more attribute"))))
		}
		lines = append(lines, t.attribute("", &attributes[i]))
	}
	if t.request.everything {
		lines = append(lines, t.rest(n.span)...)
	}
	return lines
}

// shownAttributes are those of a span that are shown, in their order: the first of each key, empty ones left out.
func (t *traceSheet) shownAttributes(span *traceapi.Span) []traceapi.Attribute {
	compact := !t.request.everything && len(t.request.patterns) == 0
	seen := map[string]bool{}
	var shown []traceapi.Attribute
	for _, attribute := range named(span.Attributes, t.request.patterns) {
		hidden := compact && (attribute.Key == "service.name.override" || attribute.Value.Text() == "" ||
			isPlanoProxy(span.Service) && !slices.Contains(compactKeys, attribute.Key))
		if !hidden && !seen[attribute.Key] {
			seen[attribute.Key] = true
			shown = append(shown, attribute)
		}
	}
	slices.SortStableFunc(shown, func(a, b traceapi.Attribute) int {
		return cmp.Or(cmp.Compare(leading(a.Key), leading(b.Key)), cmp.Compare(a.Key, b.Key))
	})
	return shown
}

func leading(key string) int {
	if at := slices.Index(leadingKeys, key); at >= 0 {
		return at
	}
	return len(leadingKeys)
}

// attribute is the line of an attribute, cut by the sheet without --verbose.
func (t *traceSheet) attribute(in string, a *traceapi.Attribute) string {
	value := a.Value.Text()
	if t.request.everything {
		value = strings.Join(manyLines(value), "\n")
	} else {
		value = oneLine(value)
	}
	style := t.plain
	if slices.Contains(statusCodeKeys, a.Key) && len(value) > 0 {
		style = t.good
		if value[0] >= '4' {
			style = t.bad
		}
	}
	return t.dim.Render(in+oneLine(a.Key)+": ") + paintLines(style, value)
}

// rest are the lines of what only --verbose shows of a span.
func (t *traceSheet) rest(span *traceapi.Span) (lines []string) {
	fact := func(key, value string) {
		if value != "" {
			lines = append(lines, t.dim.Render(key+" ")+oneLine(value))
		}
	}
	fact("span", strings.TrimSpace(span.SpanID+" "+span.SpanKind+" "+span.Kind))
	fact("status", strings.TrimSpace(span.StatusCode+" "+span.StatusMessage))
	fact("scope", strings.TrimSpace(span.Scope+" "+span.ScopeVersion))
	fact("tracestate", span.TraceState)
	for i := range span.Resource {
		lines = append(lines, t.attribute("resource ", &span.Resource[i]))
	}
	for _, event := range span.Events {
		fact("event", fmt.Sprintf("%s after %s", event.Name, milliseconds(event.Time-span.Start)))
		for i := range event.Attributes {
			lines = append(lines, t.attribute("  ", &event.Attributes[i]))
		}
	}
	for _, link := range span.Links {
		fact("link", link.TraceID+" "+link.SpanID)
		for i := range link.Attributes {
			lines = append(lines, t.attribute("  ", &link.Attributes[i]))
		}
	}
	if dropped := span.DroppedAttributes + span.DroppedEvents + span.DroppedLinks; dropped > 0 {
		fact("dropped by the sender", fmt.Sprintf("%d attributes, %d events, %d links",
			span.DroppedAttributes, span.DroppedEvents, span.DroppedLinks))
	}
	return lines
}
