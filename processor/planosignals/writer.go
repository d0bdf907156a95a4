package planosignals

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// maxAttributes is how many attributes a report can add to a span.
const maxAttributes = 13 + 2*signals.CategoryCount

// maxAttributeBytes is room for all of these attributes, names and values; maxSummary is the length of the only text
// among them.
const (
	maxAttributeBytes = 2560
	maxSummary        = 1024
)

// frustrationLevels are the words by severity.
var frustrationLevels = semconv.FrustrationLevels()

// writer puts reports onto spans.
type writer struct {
	documented, taxonomy, events bool
	lower, recompute             bool
	summary, snippets            bool
	allEvents                    bool
	// eventBytes is room for the events of a report.
	eventBytes int
}

func newWriter(c *Config) writer {
	return writer{
		documented: c.writes(FamilyDocumented),
		taxonomy:   c.writes(FamilyTaxonomy),
		events:     c.writes(FamilyEvents),
		lower:      c.QualityCase == QualityLower,
		recompute:  c.Existing == ExistingRecompute,
		summary:    c.Summary,
		allEvents:  c.Events == EventsAll,
		snippets:   c.Snippets && c.Content == ContentKeep,
		eventBytes: c.MaxReportBytes - maxAttributeBytes,
	}
}

// write adds a report to a span. On a span that has a verdict already, and keeps it, only what fired is
// added. It is cut
// where events did not fit; an error is about metadata that its event lacks.
func (w *writer) write(span ptrace.Span, result *sessions.Result) (cut bool, err error) {
	report := &result.Report
	if w.recompute {
		forgetReport(span)
	}
	attributes := span.Attributes()
	if _, judged := attributes.Get(semconv.SignalsQuality); judged || attributes.Len() > maxMoved {
		attributes.EnsureCapacity(attributes.Len() + maxAttributes)
		w.writeAttributes(attributeWriter{attributes, judged}, report)
	} else {
		w.writeInFront(attributes, report)
	}
	if w.events {
		return w.writeEvents(span, result)
	}
	return false, nil
}

// maxMoved bounds the attributes that are moved behind those of a report.
const maxMoved = 64

// writeInFront puts a report's attributes before those of the sender, as prompts are long and whoever reads a span as a
// line looks at its beginning.
func (w *writer) writeInFront(attributes pcommon.Map, report *signals.Report) {
	others := pcommon.NewMap()
	attributes.MoveTo(others)
	attributes.EnsureCapacity(others.Len() + maxAttributes)
	w.writeAttributes(attributeWriter{attributes: attributes}, report)
	for key, value := range others.All() {
		if _, written := attributes.Get(key); !written {
			value.MoveTo(attributes.PutEmpty(key))
		}
	}
}

func (w *writer) writeAttributes(a attributeWriter, report *signals.Report) {
	if !a.keep {
		w.writeVerdict(a, report)
	}
	if w.documented {
		writeDocumented(a, report)
	}
	if w.taxonomy {
		writeTaxonomy(a, report)
	}
}

func (w *writer) writeVerdict(a attributeWriter, report *signals.Report) {
	if w.documented {
		quality := report.Quality.String()
		if w.lower {
			quality = strings.ToLower(quality)
		}
		a.text(semconv.SignalsQuality, quality)
	}
	if w.summary && report.Summary != "" {
		a.text(semconv.SignalsSummary, clip(report.Summary, maxSummary))
	}
	if w.documented {
		a.number(semconv.SignalsTurnCount, report.TurnCount)
		a.double(semconv.SignalsEfficiencyScore, report.EfficiencyScore)
		a.text(semconv.SignalsFrustrationLevel, frustrationLevels[signals.SeverityOf(report.CountLeaf(signals.NegativeStance))])
	}
	if w.taxonomy {
		a.double(semconv.SignalsQualityScore, report.QualityScore)
	}
}

func writeDocumented(a attributeWriter, report *signals.Report) {
	if n := report.CountLeaf(signals.NegativeStance); n > 0 {
		a.number(semconv.SignalsFrustrationCount, n)
		a.number(semconv.SignalsFrustrationSeverity, signals.SeverityOf(n))
	}
	if report.EscalationRequested() {
		a.text(semconv.SignalsEscalationRequested, "true")
	}
	if n := report.Count(signals.Misalignment); n > 0 {
		a.number(semconv.SignalsRepairCount, n)
		a.double(semconv.SignalsRepairRatio, float64(n)/float64(max(report.TurnCount, 1)))
	}
	if n := report.Count(signals.Stagnation); n > 0 {
		a.number(semconv.SignalsRepetitionCount, n)
	}
	if n := report.Count(signals.Satisfaction); n > 0 {
		a.number(semconv.SignalsPositiveFeedbackCount, n)
	}
}

// taxonomyNames are signals.<layer>.<category>.count and .severity.
var taxonomyNames = func() (names [signals.CategoryCount]struct{ count, severity string }) {
	for c := range names {
		category := signals.Category(c).String()
		names[c].count, names[c].severity = semconv.SignalsCategoryCount(category), semconv.SignalsCategorySeverity(category)
	}
	return names
}()

func writeTaxonomy(a attributeWriter, report *signals.Report) {
	for c := range taxonomyNames {
		if n := report.Count(signals.Category(c)); n > 0 {
			a.number(taxonomyNames[c].count, n)
			a.number(taxonomyNames[c].severity, signals.SeverityOf(n))
		}
	}
}

// attributeWriter puts attributes, or only those that are missing.
type attributeWriter struct {
	attributes pcommon.Map
	keep       bool
}

func (a attributeWriter) free(key string) bool {
	if !a.keep {
		return true
	}
	_, taken := a.attributes.Get(key)
	return !taken
}

func (a attributeWriter) text(key, value string) {
	if a.free(key) {
		a.attributes.PutStr(key, value)
	}
}

func (a attributeWriter) number(key string, value int) {
	if a.free(key) {
		a.attributes.PutInt(key, int64(value))
	}
}

func (a attributeWriter) double(key string, value float64) {
	if a.free(key) {
		a.attributes.PutDouble(key, value)
	}
}
