package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// traceSheet is a trace that is being written.
type traceSheet struct {
	*sheet
	env         *environment
	request     *traceRequest
	trace       *traceapi.Trace
	start, end  int64
	nodes       []*node
	offsetWidth int
	styles      map[string]paint
}

// maxSpans is how many spans are shown without --verbose.
const maxSpans = 500

// writeTrace writes a trace: what it is, its signals, what broke, and the tree of its spans.
func writeTrace(e *environment, s *sheet, trace *traceapi.Trace, r *traceRequest) {
	t := &traceSheet{sheet: s, env: e, request: r, trace: trace, nodes: spanTree(trace.Spans), styles: map[string]paint{}}
	t.start, t.end = bounds(trace.Spans)
	for _, n := range t.nodes {
		t.offsetWidth = max(t.offsetWidth, len(t.offset(n.span)))
	}
	markCauses(t.nodes)
	for _, n := range t.byStart() {
		if _, ok := t.styles[n.span.Service]; !ok {
			t.styles[n.span.Service] = t.services[len(t.styles)%len(t.services)]
		}
	}
	t.writeHead()
	t.writeSignals()
	t.writeCauses()
	shown := t.nodes
	if !r.everything {
		shown = shown[:min(len(shown), maxSpans)]
	}
	for _, n := range shown {
		t.writeSpan(n)
	}
	if hidden := len(t.nodes) - len(shown); hidden > 0 {
		t.line(t.dim.Render(plural(hidden, "more span") + ": --verbose shows all, `planotrace open` the page"))
	}
	t.line()
}

func (t *traceSheet) writeHead() {
	failed := 0
	for _, n := range t.nodes {
		if n.failure != "" {
			failed++
		}
	}
	facts := []string{milliseconds(t.end - t.start), plural(len(t.nodes), "span")}
	if failed > 0 {
		facts = append(facts, t.bad.Render(strconv.Itoa(failed)+" failed"))
	}
	if quality, _ := t.worstQuality(); quality != "" {
		mark, word, style := t.quality(quality)
		if word == noQuality {
			mark, word = "", oneLine(quality)
		}
		facts = append(facts, "quality "+style.Render(strings.TrimSpace(mark+" "+word)))
	}
	if t.start > 0 {
		facts = append(facts, t.env.time(t.start, "2006-01-02 15:04:05"))
	}
	head := t.bold.Render("Trace "+oneLine(t.trace.TraceID)) + "  "
	if line := head + strings.Join(facts, ", "); ansi.StringWidth(line) <= t.width {
		t.line(line)
	} else {
		t.line(head)
		t.lines("  ", "  ", strings.Join(facts, ", "))
	}
	t.line()
}

// byStart are the spans in the order in which they began.
func (t *traceSheet) byStart() []*node {
	return slices.SortedStableFunc(slices.Values(t.nodes), func(a, b *node) int { return cmp.Compare(a.span.Start, b.span.Start) })
}

// service is a service's name in its colour.
func (t *traceSheet) service(n *node) string {
	name := oneLine(n.span.Service)
	if name == "" {
		name = "unknown"
	}
	return t.styles[n.span.Service].Render(name)
}

// offset is how long after the trace began a span did.
func (t *traceSheet) offset(span *traceapi.Span) string {
	return fmt.Sprintf("%d ms", (span.Start-t.start)/int64(1e6))
}

// writeSpan writes a span and its attributes.
func (t *traceSheet) writeSpan(n *node) {
	mark, name := "", t.plain.Render(oneLine(n.span.Name))
	if n.failure != "" {
		mark, name = t.bad.Render("✗ "), t.bad.Render(oneLine(n.span.Name))
	}
	took := ""
	if n.span.End > n.span.Start {
		took = "  " + t.dim.Render(milliseconds(n.span.End-n.span.Start))
	}
	head := t.dim.Render(padLeft(t.offset(n.span), t.offsetWidth)) + "  " + t.dim.Render(n.guide) + mark + t.service(n) + " "
	t.line(cut(head+name, t.width-ansi.StringWidth(took)), took)
	below := n.below
	if len(n.children) > 0 {
		below += "│  "
	} else {
		below += "   "
	}
	margin := strings.Repeat(" ", t.offsetWidth+2) + t.dim.Render(below)
	for _, line := range t.details(n) {
		if t.request.everything {
			t.lines(margin, margin+"  ", line)
		} else {
			t.line(margin, line)
		}
	}
}

// worstQuality is the worst verdict on a span, with the summary that says why.
func (t *traceSheet) worstQuality() (quality, summary string) {
	order := []string{
		semconv.QualitySevere, semconv.QualityPoor, semconv.QualityNeutral, semconv.QualityGood, semconv.QualityExcellent,
	}
	rank := func(name string) int {
		at := slices.IndexFunc(order, func(known string) bool { return strings.EqualFold(name, known) })
		if at < 0 {
			return len(order)
		}
		return at
	}
	for _, n := range t.nodes {
		found := attributeText(n.span, semconv.SignalsQuality)
		if found != "" && (quality == "" || rank(found) < rank(quality)) {
			quality, summary = found, attributeText(n.span, semconv.SignalsSummary)
		}
	}
	return quality, summary
}
