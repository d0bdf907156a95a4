package signals

import "github.com/otelcol-plano/otelcol-plano/signals/semconv"

// Quality is the verdict on a conversation, a bucket of the score.
type Quality uint8

// The buckets, worst first: Severe < 25 <= Poor < 40 <= Neutral < 60 <= Good <
// 75 <= Excellent.
const (
	Severe Quality = iota
	Poor
	Neutral
	Good
	Excellent
)

// String returns the name as dashboards built on Plano's attributes know it.
func (q Quality) String() string {
	switch q {
	case Severe:
		return semconv.QualitySevere
	case Poor:
		return semconv.QualityPoor
	case Neutral:
		return semconv.QualityNeutral
	case Good:
		return semconv.QualityGood
	case Excellent:
		return semconv.QualityExcellent
	}
	return "Unknown"
}

// QualityOf returns the bucket of a score between 0 and 100.
func QualityOf(score float64) Quality {
	switch {
	case score >= 75:
		return Excellent
	case score >= 60:
		return Good
	case score >= 40:
		return Neutral
	case score >= 25:
		return Poor
	}
	return Severe
}

// NoMessage is the [Instance.MessageIndex] of an instance that no message raised:
// the span itself told of it.
const NoMessage = -1

// Instance is one signal that fired.
type Instance struct {
	Leaf Leaf
	// MessageIndex counts from 0 over the whole conversation, or is [NoMessage].
	MessageIndex int
	// Confidence is above 0 and at most 1.
	Confidence float64
	// Snippet is the part of the text that raised the signal, at most 160 bytes; it may be empty.
	Snippet  string
	Metadata Metadata
}

// Metadata says why a signal fired. Fields that say nothing are left out of its
// JSON.
type Metadata struct {
	// Matched is the phrase or rule of the lexicon that matched.
	Matched string `json:"matched,omitempty"`
	// ComparedWith is the index of the earlier message that this one repeats or restates.
	ComparedWith *int `json:"compared_with,omitempty"`
	// Similarity is between 0 and 1.
	Similarity float64 `json:"similarity,omitempty"`
	// Offered is true where the user accepted a transfer that the agent had offered.
	Offered bool `json:"offered,omitempty"`
	// Tool is the name of the tool that failed or looped, its first 160 bytes.
	Tool string `json:"tool,omitempty"`
	// Calls are the indices of the first 32 calls that make up a loop, or of the call that failed.
	Calls []int `json:"calls,omitempty"`
	// Source is the evidence on a span, "http.response.status_code=429", at most 160 bytes.
	Source string `json:"source,omitempty"`
}

// Report is what an analysis found.
type Report struct {
	// Quality is the bucket of QualityScore.
	Quality Quality
	// QualityScore is between 0 and 100; 50 is neutral.
	QualityScore float64
	// TurnCount counts the user's turns.
	TurnCount int
	// EfficiencyScore is above 0 and at most 1.
	EfficiencyScore float64
	// Summary is one line that says what moved the score.
	Summary string
	// Instances are ordered by message index.
	Instances []Instance

	counts [CategoryCount]int
}

// Count returns how many instances of a category fired.
func (r *Report) Count(c Category) int { return r.counts[c] }

// Severity of a category: 0 for no instance, 1 for 1 or 2, 2 for 3 or 4, 3 for
// 5 or more.
func (r *Report) Severity(c Category) int { return SeverityOf(r.counts[c]) }

// CountLeaf returns how many instances of a leaf fired.
func (r *Report) CountLeaf(l Leaf) int {
	n := 0
	for i := range r.Instances {
		if r.Instances[i].Leaf == l {
			n++
		}
	}
	return n
}

// EscalationRequested is true where the user asked for a human or gave up.
// Accepting a transfer that the agent had offered is neither.
func (r *Report) EscalationRequested() bool {
	for i := range r.Instances {
		in := &r.Instances[i]
		if in.Leaf == Quit || in.Leaf == Escalation && !in.Metadata.Offered {
			return true
		}
	}
	return false
}

// SeverityOf returns the severity, 0 to 3, of a number of instances.
func SeverityOf(count int) int {
	switch {
	case count <= 0:
		return 0
	case count <= 2:
		return 1
	case count <= 4:
		return 2
	}
	return 3
}
