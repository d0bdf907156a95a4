package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// firedSignal is a signal that an event of a span tells of.
type firedSignal struct {
	leaf, snippet string
	message       int
	confidence    float64
	node          *node
}

// maxSignals is how many signals are shown.
const maxSignals = 12

// writeSignals writes the verdict and the signals of a trace, those that matter most first.
func (t *traceSheet) writeSignals() {
	fired := t.fired()
	_, summary := t.worstQuality()
	if len(fired) == 0 && summary == "" {
		return
	}
	t.line(t.title.Render("Signals"))
	if _, why, _ := strings.Cut(summary, ": "); why != "" {
		t.lines("  ", "    ", oneLine(why))
	}
	for _, f := range fired[:min(len(fired), maxSignals)] {
		text := t.signalStyle(f.leaf).Render("⚑ "+leafWords(f.leaf)) + "  " + t.service(f.node)
		if f.message >= 0 {
			text += fmt.Sprintf(" message %d", f.message)
		}
		if f.confidence > 0 && f.confidence < 1 {
			text += t.dim.Render(" " + percent(f.confidence))
		}
		if f.snippet != "" {
			text += "  “" + oneLine(f.snippet) + "”"
		}
		t.lines("  ", "    ", text)
	}
	if more := len(fired) - maxSignals; more > 0 {
		t.line("  ", t.dim.Render(plural(more, "more signal")))
	}
	t.line()
}

// fired are the signals of all spans, each once.
func (t *traceSheet) fired() (all []firedSignal) {
	type key struct {
		leaf, snippet string
		message       int
	}
	seen := map[key]bool{}
	for _, n := range t.byStart() {
		for i := range n.span.Events {
			f, ok := signalOf(&n.span.Events[i])
			if k := (key{f.leaf, f.snippet, f.message}); ok && !seen[k] {
				seen[k] = true
				f.node = n
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b firedSignal) int {
		return cmp.Or(cmp.Compare(urgency(a.leaf), urgency(b.leaf)), cmp.Compare(a.message, b.message))
	})
	return all
}

// signalOf reads an event of a signal.
func signalOf(event *traceapi.Event) (f firedSignal, ok bool) {
	f.leaf, ok = strings.CutPrefix(event.Name, semconv.SignalNamespace)
	f.snippet, f.message = eventText(event, semconv.SignalSnippet), -1
	if message, err := strconv.Atoi(eventText(event, semconv.SignalMessageIndex)); err == nil {
		f.message = message
	}
	if confidence, err := strconv.ParseFloat(eventText(event, semconv.SignalConfidence), 64); err == nil {
		f.confidence = confidence
	}
	return f, ok
}
