package planosignals

import (
	"encoding/json"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// maxAttributes is how many attributes a report can add to a span.
const maxAttributes = 13 + 2*signals.CategoryCount

// frustrationLevels are the words by severity.
var frustrationLevels = semconv.FrustrationLevels()

// writer puts reports onto spans.
type writer struct {
	documented, taxonomy, events bool
	lower, recompute             bool
	summary, snippets            bool
}

func newWriter(c *Config) writer {
	return writer{
		documented: c.writes(FamilyDocumented),
		taxonomy:   c.writes(FamilyTaxonomy),
		events:     c.writes(FamilyEvents),
		lower:      c.QualityCase == QualityLower,
		recompute:  c.Existing == ExistingRecompute,
		summary:    c.Summary,
		snippets:   c.Snippets && c.Content == ContentKeep,
	}
}

// write adds a report to a span. On a span that has a verdict already, and keeps
// it, only what fired is added.
func (w *writer) write(span ptrace.Span, report *signals.Report) {
	attributes := span.Attributes()
	_, judged := attributes.Get(semconv.SignalsQuality)
	a := attributeWriter{attributes, judged && !w.recompute}
	attributes.EnsureCapacity(attributes.Len() + maxAttributes)
	if !a.keep {
		w.writeVerdict(a, report)
	}
	if w.documented {
		writeDocumented(a, report)
	}
	if w.taxonomy {
		writeTaxonomy(a, report)
	}
	if w.events {
		w.writeEvents(span, report)
	}
}

func (w *writer) writeVerdict(a attributeWriter, report *signals.Report) {
	if w.documented {
		quality := report.Quality.String()
		if w.lower {
			quality = strings.ToLower(quality)
		}
		a.text(semconv.SignalsQuality, quality)
		a.number(semconv.SignalsTurnCount, report.TurnCount)
		a.double(semconv.SignalsEfficiencyScore, report.EfficiencyScore)
		a.text(semconv.SignalsFrustrationLevel, frustrationLevels[signals.SeverityOf(report.CountLeaf(signals.NegativeStance))])
	}
	if w.taxonomy {
		a.double(semconv.SignalsQualityScore, report.QualityScore)
	}
	if w.summary && report.Summary != "" {
		a.text(semconv.SignalsSummary, report.Summary)
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

// maxEvents bounds the events of one span; the counts say how many fired.
const maxEvents = 128

// writeEvents adds an event signal.<leaf> for each instance, at the span's end. Those that an
// earlier collector wrote are kept, and not written again, or recomputed.
func (w *writer) writeEvents(span ptrace.Span, report *signals.Report) {
	instances := report.Instances
	if len(instances) > maxEvents {
		instances = instances[len(instances)-maxEvents:]
	}
	events := span.Events()
	if w.recompute {
		events.RemoveIf(func(event ptrace.SpanEvent) bool { return strings.HasPrefix(event.Name(), semconv.SignalNamespace) })
	}
	before := events.Len()
	events.EnsureCapacity(before + len(instances))
	for i := range instances {
		if !hasEvent(events, before, &instances[i]) {
			w.writeEvent(events.AppendEmpty(), &instances[i], span.EndTimestamp())
		}
	}
}

// hasEvent looks for an instance's event among the first n.
func hasEvent(events ptrace.SpanEventSlice, n int, in *signals.Instance) bool {
	for i := range n {
		event := events.At(i)
		if leaf, ok := strings.CutPrefix(event.Name(), semconv.SignalNamespace); !ok || leaf != in.Leaf.String() {
			continue
		}
		if index, ok := event.Attributes().Get(semconv.SignalMessageIndex); ok && index.Int() == int64(in.MessageIndex) {
			return true
		}
	}
	return false
}

func (w *writer) writeEvent(event ptrace.SpanEvent, in *signals.Instance, at pcommon.Timestamp) {
	leaf := in.Leaf.String()
	event.SetName(semconv.SignalEvent(leaf))
	event.SetTimestamp(at)
	attributes := event.Attributes()
	attributes.PutStr(semconv.SignalType, leaf)
	attributes.PutInt(semconv.SignalMessageIndex, int64(in.MessageIndex))
	attributes.PutDouble(semconv.SignalConfidence, in.Confidence)
	if w.snippets && in.Snippet != "" {
		attributes.PutStr(semconv.SignalSnippet, strings.ToValidUTF8(in.Snippet, "\uFFFD"))
	}
	if metadata, err := json.Marshal(in.Metadata); err == nil && string(metadata) != "{}" {
		attributes.PutStr(semconv.SignalMetadata, string(metadata))
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
