package planonaming

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// thresholds tell spans that are concerning from those that are not. A severity of 0 is off.
type thresholds struct {
	marker         marker
	quality        [qualityCount]bool
	scoreBelow     float64
	escalation     bool
	frustration    int
	severity       [signals.CategoryCount]int
	alreadyFlagged bool
}

func newThresholds(m marker, cfg *ConcerningConfig) *thresholds {
	t := &thresholds{
		marker:         m,
		scoreBelow:     cfg.QualityScoreBelow,
		escalation:     cfg.EscalationRequested,
		frustration:    cfg.FrustrationSeverity,
		alreadyFlagged: cfg.AlreadyFlagged,
	}
	for _, name := range cfg.Quality {
		q, _, _ := parseQuality(name)
		t.quality[q] = q != qualityUnknown
	}
	t.severity[signals.Misalignment] = cfg.Severity.Misalignment
	t.severity[signals.Stagnation] = cfg.Severity.Stagnation
	t.severity[signals.Disengagement] = cfg.Severity.Disengagement
	t.severity[signals.Failure] = cfg.Severity.Failure
	t.severity[signals.Loops] = cfg.Severity.Loops
	t.severity[signals.Exhaustion] = cfg.Severity.Exhaustion
	return t
}

// judge tells whether a span is concerning and, if so, what its trace is to remember of it.
func (t *thresholds) judge(span ptrace.Span) (flaggedSpan, bool) {
	own := flaggedSpan{spanID: span.SpanID()}
	var propagated flaggedSpan
	concerning, flagged := false, t.alreadyFlagged && t.marker.ends(span.Name())
	for name, value := range span.Attributes().All() {
		f, ok := fieldOf(name)
		if !ok {
			continue
		}
		switch f.reading {
		case readQuality:
			own.quality, own.lower, _ = parseQuality(text(value))
			concerning = concerning || t.quality[own.quality]
		case readTraceQuality:
			propagated.quality, propagated.lower, _ = parseQuality(text(value))
		case readTraceSpanID:
			propagated.spanID = parseSpanID(text(value))
		case readFlagged:
			flagged = flagged || t.alreadyFlagged && truth(value)
		default:
			concerning = concerning || t.crossedBy(f, value)
		}
	}
	// A root that an earlier collector flagged speaks for a span that may not come by here.
	if flagged && !propagated.spanID.IsEmpty() && (!concerning || propagated.quality >= own.quality) {
		return propagated, true
	}
	return own, concerning || flagged
}

// crossedBy tells whether the value of a field crosses its threshold.
func (t *thresholds) crossedBy(f field, value pcommon.Value) bool {
	switch f.reading {
	case readEscalation:
		return t.escalation && truth(value)
	case readScore:
		score, ok := number(value)
		return ok && score < t.scoreBelow
	case readFrustrationSeverity:
		return atLeast(value, t.frustration)
	case readFrustrationLevel:
		severity, ok := semconv.FrustrationSeverity(text(value))
		return t.frustration > 0 && ok && severity >= t.frustration
	case readCategorySeverity:
		return atLeast(value, t.severity[f.category])
	case readCategoryCount:
		count, ok := number(value)
		return ok && t.countCrosses(f.category, count)
	case readCategoryRatio:
		// A conversation has one turn at least, so there are at least as many instances as the ratio says.
		ratio, ok := number(value)
		return ok && t.countCrosses(f.category, math.Ceil(ratio))
	default:
		return false
	}
}

func (t *thresholds) countCrosses(category signals.Category, count float64) bool {
	least := t.severity[category]
	return least > 0 && signals.SeverityOf(int(max(0, min(count, math.MaxInt32)))) >= least
}

func atLeast(value pcommon.Value, least int) bool {
	n, ok := number(value)
	return least > 0 && ok && n >= float64(least)
}
