package planosignals

import (
	"encoding/json"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Attribute names that Plano documents, and their like.
const (
	attributeQuality             = "signals.quality"
	attributeQualityScore        = "signals.quality_score"
	attributeTurnCount           = "signals.turn_count"
	attributeEfficiencyScore     = "signals.efficiency_score"
	attributeSummary             = "signals.summary"
	attributeFrustrationCount    = "signals.frustration.count"
	attributeFrustrationSeverity = "signals.frustration.severity"
	attributeFrustrationLevel    = "signals.frustration.level"
	attributeEscalationRequested = "signals.escalation.requested"
	attributeRepairCount         = "signals.repair.count"
	attributeRepairRatio         = "signals.repair.ratio"
	attributeRepetitionCount     = "signals.repetition.count"
	attributePositiveCount       = "signals.positive_feedback.count"
)

// maxAttributes is how many attributes a report can add to a span.
const maxAttributes = 13 + 2*signals.CategoryCount

// frustrationLevels are the severities as words, for backends that compare text only.
var frustrationLevels = [...]string{"none", "mild", "moderate", "severe"}

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
	_, judged := attributes.Get(attributeQuality)
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
		a.text(attributeQuality, quality)
		a.number(attributeTurnCount, report.TurnCount)
		a.double(attributeEfficiencyScore, report.EfficiencyScore)
		a.text(attributeFrustrationLevel, frustrationLevels[signals.SeverityOf(report.CountLeaf(signals.NegativeStance))])
	}
	if w.taxonomy {
		a.double(attributeQualityScore, report.QualityScore)
	}
	if w.summary && report.Summary != "" {
		a.text(attributeSummary, report.Summary)
	}
}

func writeDocumented(a attributeWriter, report *signals.Report) {
	if n := report.CountLeaf(signals.NegativeStance); n > 0 {
		a.number(attributeFrustrationCount, n)
		a.number(attributeFrustrationSeverity, signals.SeverityOf(n))
	}
	if report.EscalationRequested() {
		a.text(attributeEscalationRequested, "true")
	}
	if n := report.Count(signals.Misalignment); n > 0 {
		a.number(attributeRepairCount, n)
		a.double(attributeRepairRatio, float64(n)/float64(max(report.TurnCount, 1)))
	}
	if n := report.Count(signals.Stagnation); n > 0 {
		a.number(attributeRepetitionCount, n)
	}
	if n := report.Count(signals.Satisfaction); n > 0 {
		a.number(attributePositiveCount, n)
	}
}

// taxonomyNames are signals.<layer>.<category>.count and .severity.
var taxonomyNames = func() (names [signals.CategoryCount]struct{ count, severity string }) {
	for c := range names {
		prefix := "signals." + signals.Category(c).String()
		names[c].count, names[c].severity = prefix+".count", prefix+".severity"
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

const (
	eventPrefix       = "signal."
	eventMessageIndex = "signal.message_index"
)

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
		events.RemoveIf(func(event ptrace.SpanEvent) bool { return strings.HasPrefix(event.Name(), eventPrefix) })
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
		if leaf, ok := strings.CutPrefix(event.Name(), eventPrefix); !ok || leaf != in.Leaf.String() {
			continue
		}
		if index, ok := event.Attributes().Get(eventMessageIndex); ok && index.Int() == int64(in.MessageIndex) {
			return true
		}
	}
	return false
}

func (w *writer) writeEvent(event ptrace.SpanEvent, in *signals.Instance, at pcommon.Timestamp) {
	leaf := in.Leaf.String()
	event.SetName(eventPrefix + leaf)
	event.SetTimestamp(at)
	attributes := event.Attributes()
	attributes.PutStr("signal.type", leaf)
	attributes.PutInt(eventMessageIndex, int64(in.MessageIndex))
	attributes.PutDouble("signal.confidence", in.Confidence)
	if w.snippets && in.Snippet != "" {
		attributes.PutStr("signal.snippet", strings.ToValidUTF8(in.Snippet, "\uFFFD"))
	}
	if metadata, err := json.Marshal(in.Metadata); err == nil && string(metadata) != "{}" {
		attributes.PutStr("signal.metadata", string(metadata))
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
