package planonaming

import (
	"math"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	signalsPrefix    = "signals."
	attributeFlagged = "signals.flagged"
	attributeQuality = "signals.trace.quality"
	attributeSpanID  = "signals.trace.span_id"
	maxFieldLength   = 48
	maxNumeralLength = 32
)

// frustrationLevels are the words of signals.frustration.level for the severities 0 to 3.
var frustrationLevels = [...]string{"none", "mild", "moderate", "severe"}

// reading is one way to read an attribute of signals.
type reading uint8

const (
	readQuality reading = iota + 1
	readTraceQuality
	readTraceSpanID
	readScore
	readFlagged
	readEscalation
	readFrustrationSeverity
	readFrustrationLevel
	readCategorySeverity
	readCategoryCount
)

type field struct {
	reading  reading
	category signals.Category
}

// fields are the attributes of both families, without "signals." and in lower case. Where the documented
// family has a count only, its severity is that of the taxonomy.
var fields = func() map[string]field {
	f := map[string]field{
		"quality":              {reading: readQuality},
		"trace.quality":        {reading: readTraceQuality},
		"trace.span_id":        {reading: readTraceSpanID},
		"quality_score":        {reading: readScore},
		"flagged":              {reading: readFlagged},
		"escalation.requested": {reading: readEscalation},
		"frustration.severity": {reading: readFrustrationSeverity},
		"frustration.level":    {reading: readFrustrationLevel},
		"repair.count":         {readCategoryCount, signals.Misalignment},
		"repetition.count":     {readCategoryCount, signals.Stagnation},
	}
	for c := signals.Category(0); c < signals.CategoryCount; c++ {
		f[c.String()+".severity"] = field{readCategorySeverity, c}
		f[c.String()+".count"] = field{readCategoryCount, c}
	}
	return f
}()

// line divides spans that are flagged from those that are not. A severity of 0 is off.
type line struct {
	marker         marker
	quality        [qualityCount]bool
	scoreBelow     float64
	escalation     bool
	frustration    int
	severity       [signals.CategoryCount]int
	alreadyFlagged bool
}

func newLine(m marker, cfg *ConcerningConfig) *line {
	l := &line{
		marker:         m,
		scoreBelow:     cfg.QualityScoreBelow,
		escalation:     cfg.EscalationRequested,
		frustration:    cfg.FrustrationSeverity,
		alreadyFlagged: cfg.AlreadyFlagged,
	}
	for _, name := range cfg.Quality {
		q, _, _ := parseQuality(name)
		l.quality[q] = q != qualityUnknown
	}
	l.severity[signals.Misalignment] = cfg.Severity.Misalignment
	l.severity[signals.Stagnation] = cfg.Severity.Stagnation
	l.severity[signals.Disengagement] = cfg.Severity.Disengagement
	l.severity[signals.Failure] = cfg.Severity.Failure
	l.severity[signals.Loops] = cfg.Severity.Loops
	l.severity[signals.Exhaustion] = cfg.Severity.Exhaustion
	return l
}

// judge tells whether a span is concerning and, if so, what its trace is to remember of it.
func (l *line) judge(span ptrace.Span) (trouble, bool) {
	own := trouble{spanID: span.SpanID()}
	var told trouble
	concerning, flagged := false, l.alreadyFlagged && l.marker.ends(span.Name())
	for name, value := range span.Attributes().All() {
		f, ok := fieldOf(name)
		if !ok {
			continue
		}
		switch f.reading {
		case readQuality:
			own.quality, own.lower, _ = parseQuality(text(value))
			concerning = concerning || l.quality[own.quality]
		case readTraceQuality:
			told.quality, told.lower, _ = parseQuality(text(value))
		case readTraceSpanID:
			told.spanID = parseSpanID(text(value))
		case readFlagged:
			flagged = flagged || l.alreadyFlagged && truth(value)
		default:
			concerning = concerning || l.crossed(f, value)
		}
	}
	// A root that an earlier collector flagged speaks for a span that may not come by here.
	if flagged && !told.spanID.IsEmpty() && (!concerning || told.quality >= own.quality) {
		return told, true
	}
	return own, concerning || flagged
}

func (l *line) crossed(f field, value pcommon.Value) bool {
	switch f.reading {
	case readEscalation:
		return l.escalation && truth(value)
	case readScore:
		score, ok := number(value)
		return ok && score < l.scoreBelow
	case readFrustrationSeverity:
		return atLeast(value, l.frustration)
	case readFrustrationLevel:
		return l.frustration > 0 && frustrationLevel(text(value)) >= l.frustration
	case readCategorySeverity:
		return atLeast(value, l.severity[f.category])
	case readCategoryCount:
		least := l.severity[f.category]
		count, ok := number(value)
		return least > 0 && ok && signals.SeverityOf(int(max(0, min(count, math.MaxInt32)))) >= least
	}
	return false
}

// fieldOf finds the field of an attribute's name, in any letter case.
func fieldOf(name string) (field, bool) {
	if len(name) <= len(signalsPrefix) || name[0]|0x20 != 's' || name[len(signalsPrefix)-1] != '.' ||
		len(name) > len(signalsPrefix)+maxFieldLength || !strings.EqualFold(name[:len(signalsPrefix)], signalsPrefix) {
		return field{}, false
	}
	var buf [maxFieldLength]byte
	n := copy(buf[:], name[len(signalsPrefix):])
	for i, c := range buf[:n] {
		if 'A' <= c && c <= 'Z' {
			buf[i] = c + 'a' - 'A'
		}
	}
	f, ok := fields[string(buf[:n])]
	return f, ok
}

func atLeast(value pcommon.Value, least int) bool {
	n, ok := number(value)
	return least > 0 && ok && n >= float64(least)
}

func number(v pcommon.Value) (float64, bool) {
	switch v.Type() {
	case pcommon.ValueTypeInt:
		return float64(v.Int()), true
	case pcommon.ValueTypeDouble:
		return v.Double(), !math.IsNaN(v.Double())
	case pcommon.ValueTypeStr:
		s := strings.TrimSpace(v.Str())
		if len(s) > maxNumeralLength {
			return 0, false
		}
		n, err := strconv.ParseFloat(s, 64)
		return n, err == nil && !math.IsNaN(n)
	}
	return 0, false
}

func truth(v pcommon.Value) bool {
	switch {
	case v.Type() == pcommon.ValueTypeBool:
		return v.Bool()
	case strings.EqualFold(text(v), "true"):
		return true
	}
	n, ok := number(v)
	return ok && n != 0
}

func text(v pcommon.Value) string {
	if v.Type() != pcommon.ValueTypeStr {
		return ""
	}
	return strings.TrimSpace(v.Str())
}

// frustrationLevel returns the severity, 0 to 3, that a word of signals.frustration.level stands for.
func frustrationLevel(word string) int {
	for i, level := range frustrationLevels {
		if strings.EqualFold(word, level) {
			return i
		}
	}
	return 0
}
