package observe

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// What trouble cost: tokens, milliseconds and US dollars.
const (
	wasteNamespace = semconv.SignalsNamespace + "waste."
	wasteTokens    = wasteNamespace + "tokens"
	wasteDuration  = wasteNamespace + "duration_ms"
	wasteUSD       = wasteNamespace + "usd"
)

// Bounds of what is taken from a verdict; planosignals writes no more than that.
const (
	maxSummary  = 1024
	maxFindings = 256
	maxSnippet  = 512
	maxMetadata = 4096
	maxScore    = 100
)

// readVerdict reads the attributes signals.* and the events signal.*.
func (o *Observation) readVerdict(span ptrace.Span) {
	hasScore := false
	for key, v := range span.Attributes().All() {
		if !strings.HasPrefix(key, semconv.SignalsNamespace) {
			continue
		}
		switch key {
		case semconv.SignalsQuality:
			o.Quality, o.Judged = qualityOf(value.Scalar(v))
		case semconv.SignalsQualityScore:
			o.Score, hasScore = numberIn(v, maxScore)
		case semconv.SignalsTurnCount:
			o.Turns = int(countIn(v))
		case semconv.SignalsSummary:
			o.Summary = line(value.Scalar(v), maxSummary)
		case wasteTokens:
			o.WasteTokens = countIn(v)
		case wasteDuration:
			o.WasteMS = countIn(v)
		case wasteUSD:
			o.WasteUSD, _ = numberIn(v, math.MaxFloat64)
		}
	}
	if o.Judged && !hasScore {
		o.Score = scoreOf(o.Quality)
	}
	o.readFindings(span.Events())
}

// qualityOf returns a quality as this project writes it. Plano's "Error", a call that failed before there was anything to
// judge, is what planosignals makes of one.
func qualityOf(word string) (quality string, ok bool) {
	if strings.EqualFold(word, semconv.QualityError) {
		return semconv.QualityPoor, true
	}
	for _, known := range semconv.Qualities() {
		if strings.EqualFold(word, known) {
			return known, true
		}
	}
	return "", false
}

// scoreOf returns the middle of what a quality stands for, where the span has no score.
func scoreOf(quality string) float64 {
	best, worst := -1, 0
	for score := 0; score <= maxScore; score++ {
		if signals.QualityOf(float64(score)).String() == quality {
			if best < 0 {
				worst = score
			}
			best = score
		}
	}
	return float64(worst+best) / 2
}

func (o *Observation) readFindings(events ptrace.SpanEventSlice) {
	for _, event := range events.All() {
		name, ok := strings.CutPrefix(event.Name(), semconv.SignalNamespace)
		if !ok || len(o.Findings) == maxFindings {
			continue
		}
		if leaf, err := signals.ParseLeaf(name); err == nil {
			o.Findings = append(o.Findings, findingOf(leaf, event.Attributes()))
		}
	}
}

func findingOf(leaf signals.Leaf, attributes pcommon.Map) Finding {
	f := Finding{Leaf: leaf.String(), Message: signals.NoMessage, Confidence: 1, New: true}
	for key, v := range attributes.All() {
		switch key {
		case semconv.SignalMessageIndex:
			if v.Type() == pcommon.ValueTypeInt && v.Int() >= 0 && v.Int() <= math.MaxInt32 {
				f.Message = int(v.Int())
			}
		case semconv.SignalConfidence:
			if confidence, ok := numberIn(v, 1); ok {
				f.Confidence = confidence
			}
		case semconv.SignalNew:
			f.New = v.Type() != pcommon.ValueTypeBool || v.Bool()
		case semconv.SignalSnippet:
			f.Snippet = truncate.Bytes(value.Scalar(v), maxSnippet)
		case semconv.SignalMetadata:
			f.Metadata = metadataIn(value.Scalar(v))
		}
	}
	return f
}

// metadataIn reads the JSON of an event; what is none says nothing.
func metadataIn(text string) signals.Metadata {
	var m signals.Metadata
	if len(text) > maxMetadata || json.Unmarshal([]byte(text), &m) != nil {
		return signals.Metadata{}
	}
	if m.ComparedWith != nil && *m.ComparedWith < 0 {
		m.ComparedWith = nil
	}
	return m
}

// countIn returns the number that an attribute holds, as one or as text; what is none or negative is 0.
func countIn(v pcommon.Value) int64 {
	number, ok := numberIn(v, math.MaxInt32*float64(math.MaxInt16))
	if !ok {
		return 0
	}
	return int64(number)
}

// numberIn returns the number from 0 to most that an attribute holds, as one or as text.
func numberIn(v pcommon.Value, most float64) (number float64, ok bool) {
	switch v.Type() {
	case pcommon.ValueTypeInt:
		number = float64(v.Int())
	case pcommon.ValueTypeDouble:
		number = v.Double()
	case pcommon.ValueTypeStr:
		var err error
		if number, err = strconv.ParseFloat(strings.TrimSpace(v.Str()), 64); err != nil {
			return 0, false
		}
	default:
		return 0, false
	}
	if !(number >= 0 && number <= most) {
		return 0, false
	}
	return number, true
}

// line returns the beginning of a text as one line that can be shown.
func line(text string, most int) string {
	return truncate.Bytes(printable.Line(truncate.Bytes(text, most)), most)
}
