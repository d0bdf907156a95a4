package search

import (
	"strings"
	"time"
)

// Bounds of a query.
const (
	// MaxBytes is how long its text may be.
	MaxBytes = 4096
	// MaxTerms is how many words it may have, MaxValues how many values each of them.
	MaxTerms  = 32
	MaxValues = 32
)

// Query is a search that was understood. All of its terms must hold; none is everything.
type Query struct {
	Terms []Term
}

// Term is one condition.
type Term struct {
	// Word is what was written.
	Word string
	// Negated is true where it must not hold.
	Negated bool
	// Field is one of the fields' names, Attribute for `key=value`, Text for what was said.
	Field string
	// Key is the name of an attribute; empty but for Attribute.
	Key string
	// Values are texts of which one must be there; empty where Ranges say it.
	Values []Value
	// Ranges are numbers of which one must hold. Durations are in nanoseconds, costs in US dollars.
	Ranges []Range
}

// Value is a text.
type Value struct {
	Text string
	// Quoted is true where quotes were around it: of a text's words, that they follow one another.
	Quoted bool
	// Prefix is true where more may follow.
	Prefix bool
}

// Matches is true where a text is the value, whatever the case of its letters.
func (v Value) Matches(text string) bool {
	if !v.Prefix {
		return strings.EqualFold(text, v.Text)
	}
	return len(text) >= len(v.Text) && strings.EqualFold(text[:len(v.Text)], v.Text)
}

// MatchesSignal is true where the value names a signal: in full, by its layer or category, or by its last words, so that
// "interaction.disengagement.escalation", "disengagement" and "escalation" all name the same.
func (v Value) MatchesSignal(name string) bool {
	for rest := name; ; {
		if v.Matches(rest) || !v.Prefix && len(rest) > len(v.Text) && rest[len(v.Text)] == '.' && v.Matches(rest[:len(v.Text)]) {
			return true
		}
		_, after, more := strings.Cut(rest, ".")
		if !more {
			return false
		}
		rest = after
	}
}

// Range is a number's bounds.
type Range struct {
	// From and To are inclusive; infinite where there is none.
	From, To float64
	// Above and Below are true where From, To itself is outside.
	Above, Below bool
}

// Holds is true for a number within the bounds.
func (r Range) Holds(n float64) bool {
	return (n > r.From || n == r.From && !r.Above) && (n < r.To || n == r.To && !r.Below)
}

// Since returns the earliest time that the terms `since:` allow, ok is false where there is none.
func (q Query) Since(now time.Time) (from time.Time, ok bool) {
	for _, term := range q.Terms {
		if term.Field != FieldSince {
			continue
		}
		if at := now.Add(-time.Duration(term.Ranges[0].To)); !ok || at.After(from) {
			from, ok = at, true
		}
	}
	return from, ok
}
