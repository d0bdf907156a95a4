package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

type reportLine struct {
	ID              string       `json:"id"`
	Quality         string       `json:"quality"`
	QualityScore    float64      `json:"quality_score"`
	TurnCount       int          `json:"turn_count"`
	EfficiencyScore float64      `json:"efficiency_score"`
	Summary         string       `json:"summary"`
	Signals         []signalLine `json:"signals"`
}

type signalLine struct {
	Type         string           `json:"type"`
	MessageIndex int              `json:"message_index"`
	Confidence   float64          `json:"confidence"`
	Snippet      string           `json:"snippet,omitempty"`
	Metadata     signals.Metadata `json:"metadata"`
}

type errorLine struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// writeJSON appends a report, or an error, as one line.
func writeJSON(to []byte, id string, report *signals.Report, err error) []byte {
	if err != nil {
		return appendJSON(to, errorLine{id, err.Error()})
	}
	line := reportLine{
		ID: id, Quality: report.Quality.String(), QualityScore: report.QualityScore, TurnCount: report.TurnCount,
		EfficiencyScore: report.EfficiencyScore, Summary: report.Summary, Signals: make([]signalLine, len(report.Instances)),
	}
	for i := range report.Instances {
		in := &report.Instances[i]
		line.Signals[i] = signalLine{in.Leaf.String(), in.MessageIndex, in.Confidence, in.Snippet, in.Metadata}
	}
	return appendJSON(to, line)
}

func appendJSON(to []byte, value any) []byte {
	buffer := bytes.NewBuffer(to)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // the types above can always be encoded
	}
	return buffer.Bytes()
}

const (
	rowFormat  = "%-28.28s %-9s %5.1f %5d  %-52.52s %s\n"
	headFormat = "%-28s %-9s %5s %5s  %-52s %s"
)

var tableHeader = fmt.Sprintf(headFormat, "ID", "QUALITY", "SCORE", "TURNS", "SIGNALS", "WHY")

// writeTableRow appends a report for people.
func writeTableRow(to []byte, id string, report *signals.Report, err error) []byte {
	if err != nil {
		return fmt.Appendf(to, "%-28.28s error: %v\n", id, err)
	}
	_, why, _ := strings.Cut(report.Summary, ": ")
	return fmt.Appendf(to, rowFormat, id, report.Quality, report.QualityScore, report.TurnCount, countedLeaves(report), why)
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
