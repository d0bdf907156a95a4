package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// urgencies are the categories in the order in which people want to hear of them.
var urgencies = []signals.Category{
	signals.Disengagement, signals.Failure, signals.Loops, signals.Exhaustion, signals.Misalignment, signals.Stagnation, signals.Satisfaction,
}

// urgency is a signal's place in that order, and within its category in that of the taxonomy.
func urgency(leaf string) int {
	l, err := signals.ParseLeaf(leaf)
	if err != nil {
		return len(urgencies) * signals.LeafCount
	}
	return slices.Index(urgencies, l.Category())*signals.LeafCount + int(l)
}

// signalStyle is how a signal is painted: those of people who give up, those of people who are happy, and the others.
func (l *look) signalStyle(leaf string) paint {
	known, err := signals.ParseLeaf(leaf)
	switch {
	case err != nil:
		return l.warn
	case known.Category() == signals.Disengagement:
		return l.bad
	case known.Category() == signals.Satisfaction:
		return l.good
	default:
		return l.warn
	}
}

// leafWords is the last part of a signal's name in words: "rate limit".
func leafWords(leaf string) string {
	return oneLine(strings.ReplaceAll(leaf[strings.LastIndexByte(leaf, '.')+1:], "_", " "))
}

// countedSignals lists signals with how often they fired: "escalation, retry ×3".
func countedSignals(counts []traceapi.SignalCount) string {
	words := make([]string, len(counts))
	for i, c := range counts {
		words[i] = leafWords(c.Signal)
		if c.Count > 1 {
			words[i] += fmt.Sprintf(" ×%d", c.Count)
		}
	}
	return strings.Join(words, ", ")
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", 100*share) }

// paintLines paints each line of a text by itself.
func paintLines(style paint, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = style.Render(line)
	}
	return strings.Join(lines, "\n")
}
