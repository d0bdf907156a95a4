package conversation

import (
	"errors"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// Problem is why a part of a span's content could not be read. What stands before
// it has been read.
type Problem uint8

// The problems, each a label of the reader's metric.
const (
	InvalidJSON Problem = iota
	TruncatedJSON
	DeepJSON
	WrongType
	UnknownRole
	BadIndex
	TooLarge

	problemCount = iota
)

var problemNames = [problemCount]string{
	InvalidJSON:   "invalid_json",
	TruncatedJSON: "truncated_json",
	DeepJSON:      "deep_json",
	WrongType:     "wrong_type",
	UnknownRole:   "unknown_role",
	BadIndex:      "bad_index",
	TooLarge:      "too_large",
}

// String returns the label, "invalid_json".
func (p Problem) String() string { return problemNames[p] }

// Problems counts problems by kind.
type Problems [problemCount]int

// Each calls f with every problem that was met and how often.
func (p *Problems) Each(f func(Problem, int)) {
	for kind, n := range p {
		if n > 0 {
			f(Problem(kind), n)
		}
	}
}

func (p *Problems) add(kind Problem) { p[kind]++ }

func (p *Problems) addError(err error) {
	switch {
	case errors.Is(err, jsonread.ErrCut):
		p.add(TruncatedJSON)
	case errors.Is(err, jsonread.ErrDepth):
		p.add(DeepJSON)
	default:
		p.add(InvalidJSON)
	}
}
