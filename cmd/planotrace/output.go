package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

type reportLine struct {
	originLine
	Quality         string       `json:"quality"`
	QualityScore    float64      `json:"quality_score"`
	TurnCount       int          `json:"turn_count"`
	EfficiencyScore float64      `json:"efficiency_score"`
	Summary         string       `json:"summary"`
	Signals         []signalLine `json:"signals"`
}

type originLine struct {
	ID      string `json:"id"`
	TraceID string `json:"trace_id,omitempty"`
	SpanID  string `json:"span_id,omitempty"`
}

type signalLine struct {
	Type         string           `json:"type"`
	MessageIndex int              `json:"message_index"`
	Confidence   float64          `json:"confidence"`
	Snippet      string           `json:"snippet,omitempty"`
	Metadata     signals.Metadata `json:"metadata"`
}

type errorLine struct {
	originLine
	Error string `json:"error"`
}

// writeJSON appends a report, or an error, as one line.
func writeJSON(to []byte, o origin, report *signals.Report, err error) []byte {
	from := originLine(o)
	if err != nil {
		return appendJSON(to, errorLine{from, err.Error()})
	}
	line := reportLine{
		originLine: from, Quality: report.Quality.String(), QualityScore: report.QualityScore, TurnCount: report.TurnCount,
		EfficiencyScore: report.EfficiencyScore, Summary: report.Summary, Signals: make([]signalLine, len(report.Instances)),
	}
	for i := range report.Instances {
		in := &report.Instances[i]
		line.Signals[i] = signalLine{in.Leaf.String(), in.MessageIndex, in.Confidence, in.Snippet, in.Metadata}
	}
	return appendJSON(to, line)
}

func appendJSON(to []byte, value any) []byte {
	start := len(to)
	buffer := bytes.NewBuffer(to)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) //nolint:forbidigo // the types above can always be encoded
	}
	to = buffer.Bytes()
	if i := bytes.IndexFunc(to[start:len(to)-1], isHidden); i >= 0 {
		return appendShown(to[:start+i], bytes.Clone(to[start+i:]))
	}
	return to
}

func isHidden(r rune) bool { return !isShown(r) }

// appendShown appends JSON with the characters escaped that a terminal would obey; encoding/json lets those
// beyond ASCII through.
func appendShown(to, text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == '\n' || isShown(r):
			to = append(to, text[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			to = fmt.Appendf(to, `\u%04x\u%04x`, high, low)
		default:
			to = fmt.Appendf(to, `\u%04x`, r)
		}
		text = text[size:]
	}
	return to
}
