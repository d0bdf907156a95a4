package main

import (
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	rowFormat  = "%-28.28s %-9s %5.1f %5d  %-52.52s %s\n"
	headFormat = "%-28s %-9s %5s %5s  %-52s %s"
)

var tableHeader = fmt.Sprintf(headFormat, "ID", "QUALITY", "SCORE", "TURNS", "SIGNALS", "WHY")

// shortTraceID is how many characters of a trace's id tell it from others.
const shortTraceID = 8

// name is short enough for a column.
func (o *origin) name() string {
	if o.SpanID == "" {
		return escape(o.ID)
	}
	return o.TraceID[:min(len(o.TraceID), shortTraceID)] + "/" + o.SpanID
}

// writeTableRow appends a report for people.
func writeTableRow(to []byte, o origin, report *signals.Report, err error) []byte {
	if err != nil {
		return fmt.Appendf(to, "%-28.28s error: %s\n", o.name(), escape(err.Error()))
	}
	_, why, _ := strings.Cut(report.Summary, ": ")
	return fmt.Appendf(to, rowFormat,
		o.name(), report.Quality, report.QualityScore, report.TurnCount, countedLeaves(report), escape(why))
}

// countedLeaves lists the leaves that fired by the last part of their names.
func countedLeaves(report *signals.Report) string {
	var counts [signals.LeafCount]int
	for i := range report.Instances {
		counts[report.Instances[i].Leaf]++
	}
	var parts []string
	for leaf, n := range counts {
		if n == 0 {
			continue
		}
		name := signals.Leaf(leaf).String()
		name = name[strings.LastIndexByte(name, '.')+1:]
		if n > 1 {
			name = fmt.Sprintf("%s×%d", name, n)
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, " ")
}
