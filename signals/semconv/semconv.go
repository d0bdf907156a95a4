// Package semconv holds the names and words under which signals are written onto spans and read from them: the
// contract between this project's components, Plano and the dashboards built on either. A name never changes its
// meaning, type or unit.
//
// The sources: the guide to tracing in the documentation of the Plano gateway (github.com/katanemo/plano), the
// taxonomy of "Signals: Trajectory Sampling and Triage for Agentic Interactions" (arXiv 2604.00356), and this project.
package semconv

// SignalsNamespace begins the name of every attribute of a span.
const SignalsNamespace = "signals."

// Attributes of an analysed span that Plano documents.
const (
	// SignalsQuality is the verdict on the conversation. A string, one of [Qualities]; Plano writes it in lower
	// case since mid-2026, so readers take any letter case.
	SignalsQuality = "signals.quality"
	// SignalsTurnCount is the number of the user's turns. An int, at least 0.
	SignalsTurnCount = "signals.turn_count"
	// SignalsEfficiencyScore is 1 up to the baseline of user turns and falls beyond it. A double, above 0, at most 1.
	SignalsEfficiencyScore = "signals.efficiency_score"
	// SignalsFrustrationCount is the number of messages with a negative stance. An int, absent where it is 0.
	SignalsFrustrationCount = "signals.frustration.count"
	// SignalsFrustrationSeverity is the severity of that count. An int, 1 to 3, absent where it is 0.
	SignalsFrustrationSeverity = "signals.frustration.severity"
	// SignalsEscalationRequested says that the user asked for a human or gave up. The string "true", or absent.
	SignalsEscalationRequested = "signals.escalation.requested"
	// SignalsRepairCount is the number of instances of misalignment. An int, absent where it is 0.
	SignalsRepairCount = "signals.repair.count"
	// SignalsRepairRatio is that count for each of the user's turns. A double, absent where it is 0.
	SignalsRepairRatio = "signals.repair.ratio"
	// SignalsFollowUpRepairCount is [SignalsRepairCount] as Plano writes it, as text. It is read, not written.
	SignalsFollowUpRepairCount = "signals.follow_up.repair.count"
	// SignalsFollowUpRepairRatio is [SignalsRepairRatio] as Plano writes it, as text. It is read, not written.
	SignalsFollowUpRepairRatio = "signals.follow_up.repair.ratio"
	// SignalsRepetitionCount is the number of instances of stagnation. An int, absent where it is 0.
	SignalsRepetitionCount = "signals.repetition.count"
	// SignalsPositiveFeedbackCount is the number of instances of satisfaction. An int, absent where it is 0.
	SignalsPositiveFeedbackCount = "signals.positive_feedback.count"
)

// Attributes of an analysed span that are this project's.
const (
	// SignalsQualityScore is what the quality is a bucket of. A double, 0 to 100; 50 is neutral, 100 the best.
	SignalsQualityScore = "signals.quality_score"
	// SignalsSummary says why the quality is what it is. A string of one line.
	SignalsSummary = "signals.summary"
	// SignalsFrustrationLevel is the severity of a negative stance for backends that compare text only. A string, one
	// of [FrustrationLevels].
	SignalsFrustrationLevel = "signals.frustration.level"
)

// Attributes of a flagged span and of its trace's root, which are this project's.
const (
	// SignalsFlagged says that the span's signals are concerning, or those of a span of its trace. The boolean true, or
	// absent.
	SignalsFlagged = "signals.flagged"
	// SignalsTraceQuality is, on a root, the worst [SignalsQuality] of the trace's flagged spans. A string in the letter
	// case of that span, absent where none has one.
	SignalsTraceQuality = "signals.trace.quality"
	// SignalsTraceSpanID is, on a root, the id of that span. A string of 16 hexadecimal digits.
	SignalsTraceSpanID = "signals.trace.span_id"
	// ResourceName is the name that Datadog shows of a span. A string; it ends in the marker as the span's name does.
	ResourceName = "resource.name"
)

// FlagMarker ends, after a space, the name of a flagged span: of Plano's, and of this project's unless another is set.
const FlagMarker = "🚩"

// SignalsCategoryCount names the attribute that counts the instances of a category of the taxonomy,
// `signals.interaction.misalignment.count`. An int, absent where it is 0.
func SignalsCategoryCount(category string) string { return SignalsNamespace + category + ".count" }

// SignalsCategorySeverity names the attribute with the severity of that count. An int: 1 for one or two instances,
// 2 for three or four, 3 for five and more; absent where there are none.
func SignalsCategorySeverity(category string) string {
	return SignalsNamespace + category + ".severity"
}

// SignalNamespace begins the name of every span event, and of the attributes of one.
const SignalNamespace = "signal."

// SignalEvent names the event of one instance of a leaf of the taxonomy,
// `signal.interaction.disengagement.escalation`. Its time is the end of the span.
func SignalEvent(leaf string) string { return SignalNamespace + leaf }

// Attributes of such an event. They are this project's.
const (
	// SignalType is the leaf, `interaction.disengagement.escalation`. A string.
	SignalType = "signal.type"
	// SignalMessageIndex is the message that raised the signal, counted from 0 over the whole conversation without
	// system messages; -1 where the span itself did. An int.
	SignalMessageIndex = "signal.message_index"
	// SignalConfidence is above 0 and at most 1. A double.
	SignalConfidence = "signal.confidence"
	// SignalNew is false where another span of the session told of the signal before. A boolean.
	SignalNew = "signal.new"
	// SignalSnippet is the text that raised the signal, absent where there is none. A string.
	SignalSnippet = "signal.snippet"
	// SignalMetadata says what matched and which tool or message it is about, absent where there is nothing to say. A
	// string that holds a JSON object.
	SignalMetadata = "signal.metadata"
)
