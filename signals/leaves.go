package signals

import (
	"cmp"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"
)

// The leaves, in the order of the taxonomy; each has its row in the table below.
const (
	Correction Leaf = iota
	Rephrase
	Clarification
	Dragging
	Repetition
	Escalation
	Quit
	NegativeStance
	Gratitude
	Confirmation
	Success
	InvalidArgs
	ToolNotFound
	AuthMisuse
	StateError
	BadQuery
	Retry
	ParameterDrift
	Oscillation
	RateLimit
	APIError
	Timeout
	Network
	MalformedResponse
	ContextOverflow

	// LeafCount is the number of leaves; valid leaves are below it.
	LeafCount = iota
)

// leafSpec is all that is said of a leaf; everything else derives from it.
type leafSpec struct {
	name     string
	category Category
	// looks says where the leaf is looked for.
	looks evidencePlace
	// confidence of an instance, and less where less than a phrase or a named error speaks for it. Both are those of
	// the taxonomy; 0 where an instance brings its own.
	confidence, less float64
	// order in which the leaves are tried that can't both be raised, from 1.
	order int
	// says is what a summary says of it, to somebody who does not know the taxonomy.
	says string
	// tells is what a phrase of the leaf tells other phrases of the message.
	tells phrases.Cue
}

// evidencePlace is where a leaf is looked for.
type evidencePlace uint8

const (
	// inTurns is phrases of the user, and what is like them.
	inTurns evidencePlace = iota + 1
	// inResults is tool results, and spans.
	inResults
	// inCourse is the course of a conversation: its calls, its length, its repetitions.
	inCourse
)

var leaves = [LeafCount]leafSpec{
	Correction: {
		name: "interaction.misalignment.correction", category: Misalignment, looks: inTurns,
		confidence: 1, order: 1, says: "corrected",
	},
	Rephrase: {
		name: "interaction.misalignment.rephrase", category: Misalignment, looks: inTurns,
		confidence: 1, less: 0.8, order: 2, says: "rephrased",
	},
	Clarification: {
		name: "interaction.misalignment.clarification", category: Misalignment, looks: inTurns,
		confidence: 1, order: 3, says: "not understood",
	},

	Dragging:   {name: "interaction.stagnation.dragging", category: Stagnation, looks: inCourse, says: "dragging"},
	Repetition: {name: "interaction.stagnation.repetition", category: Stagnation, looks: inCourse, says: "message repeated"},

	Escalation: {
		name: "interaction.disengagement.escalation", category: Disengagement, looks: inTurns,
		confidence: 1, less: 0.5, order: 1, says: "asked for a human",
	},
	Quit: {
		name: "interaction.disengagement.quit", category: Disengagement, looks: inTurns,
		confidence: 1, order: 2, says: "gave up",
	},
	NegativeStance: {
		name: "interaction.disengagement.negative_stance", category: Disengagement, looks: inTurns,
		confidence: 1, order: 3, says: "complained", tells: phrases.Complains,
	},

	Gratitude: {
		name: "interaction.satisfaction.gratitude", category: Satisfaction, looks: inTurns,
		confidence: 1, order: 1, says: "thanked", tells: phrases.Thanks,
	},
	Confirmation: {
		name: "interaction.satisfaction.confirmation", category: Satisfaction, looks: inTurns,
		confidence: 1, order: 2, says: "pleased",
	},
	Success: {
		name: "interaction.satisfaction.success", category: Satisfaction, looks: inTurns,
		confidence: 1, order: 3, says: "said it worked",
	},

	// Of a tool's result the surroundings named in so many words are tried first, then the agent's own mistakes, then
	// what may be either.
	RateLimit: {
		name: "environment.exhaustion.rate_limit", category: Exhaustion, looks: inResults,
		confidence: 0.95, order: 1, says: "rate limited",
	},
	ContextOverflow: {
		name: "environment.exhaustion.context_overflow", category: Exhaustion, looks: inResults,
		confidence: 0.9, order: 2, says: "too long for the model",
	},
	Timeout: {
		name: "environment.exhaustion.timeout", category: Exhaustion, looks: inResults,
		confidence: 0.9, order: 3, says: "timed out",
	},
	Network: {
		name: "environment.exhaustion.network", category: Exhaustion, looks: inResults,
		confidence: 0.9, order: 4, says: "connection failed",
	},
	MalformedResponse: {
		name: "environment.exhaustion.malformed_response", category: Exhaustion, looks: inResults,
		confidence: 0.85, order: 5, says: "unreadable response",
	},
	ToolNotFound: {
		name: "execution.failure.tool_not_found", category: Failure, looks: inResults,
		confidence: 0.95, order: 6, says: "tool not found",
	},
	AuthMisuse: {
		name: "execution.failure.auth_misuse", category: Failure, looks: inResults,
		confidence: 0.8, order: 7, says: "not authorized",
	},
	StateError: {
		name: "execution.failure.state_error", category: Failure, looks: inResults,
		confidence: 0.85, order: 8, says: "not possible in this state",
	},
	BadQuery: {
		name: "execution.failure.bad_query", category: Failure, looks: inResults,
		confidence: 0.8, less: 0.6, order: 9, says: "bad query",
	},
	InvalidArgs: {
		name: "execution.failure.invalid_args", category: Failure, looks: inResults,
		confidence: 0.9, order: 10, says: "wrong arguments",
	},
	APIError: {
		name: "environment.exhaustion.api_error", category: Exhaustion, looks: inResults,
		confidence: 0.9, order: 11, says: "service failed",
	},

	Retry: {
		name: "execution.loops.retry", category: Loops, looks: inCourse,
		confidence: 0.95, says: "same call over and over",
	},
	ParameterDrift: {
		name: "execution.loops.parameter_drift", category: Loops, looks: inCourse,
		confidence: 0.85, says: "same tool over and over in vain",
	},
	Oscillation: {
		name: "execution.loops.oscillation", category: Loops, looks: inCourse,
		confidence: 0.9, says: "same calls in turn over and over",
	},
}

// categories say of each category what it is called, and whether a user's message raises one of its leaves at
// most.
var categories = [CategoryCount]struct {
	name string
	once bool
	// unless are the cues with which a phrase of its leaves is not meant.
	unless phrases.Cue
}{
	Misalignment:  {name: "interaction.misalignment", once: true, unless: phrases.NotMeant},
	Stagnation:    {name: "interaction.stagnation"},
	Disengagement: {name: "interaction.disengagement", unless: phrases.NotMeant},
	Satisfaction:  {name: "interaction.satisfaction", once: true, unless: phrases.NotMeant | phrases.Contrasted},
	Failure:       {name: "execution.failure"},
	Loops:         {name: "execution.loops"},
	Exhaustion:    {name: "environment.exhaustion"},
}

// turnGroups are the leaves of users' turns by category, in the order in which they are tried.
var turnGroups = [][]Leaf{turnLeaves(Misalignment), turnLeaves(Disengagement), turnLeaves(Satisfaction)}

func turnLeaves(of Category) (group []Leaf) {
	for leaf := range leaves {
		if spec := &leaves[leaf]; spec.looks == inTurns && spec.category == of {
			group = append(group, Leaf(leaf))
		}
	}
	slices.SortFunc(group, func(a, b Leaf) int { return cmp.Compare(leaves[a].order, leaves[b].order) })
	return group
}

// phraseLeaves say of the leaves what the lexicon must know.
var phraseLeaves = func() []phrases.Leaf {
	all := make([]phrases.Leaf, LeafCount)
	for leaf := range leaves {
		spec := &leaves[leaf]
		all[leaf] = phrases.Leaf{Name: spec.name, Unless: categories[spec.category].unless, Tells: spec.tells}
		switch spec.looks {
		case inTurns:
			all[leaf].In = phrases.InUserTurns
		case inResults:
			all[leaf].In = phrases.InToolResults
		case inCourse:
		}
	}
	return all
}()

// resultTaxonomy says of the leaves what the judge of tool results must know.
var resultTaxonomy = toolresult.Taxonomy{
	Unnamed: phrases.Kind(APIError), ClientError: phrases.Kind(InvalidArgs), NothingFound: phrases.Kind(BadQuery),
	Status: func(code int) (phrases.Kind, bool) {
		leaf, ok := ClassifyStatus(code)
		return phrases.Kind(leaf), ok
	},
	Order:      func(k phrases.Kind) int { return leaves[k].order },
	OwnMistake: func(k phrases.Kind) bool { return Leaf(k).Category() == Failure },
}

// confidence is that of an instance; weak where less than a phrase or a named error speaks for it.
func (l Leaf) confidence(weak bool) float64 {
	if weak && leaves[l].less > 0 {
		return leaves[l].less
	}
	return leaves[l].confidence
}
