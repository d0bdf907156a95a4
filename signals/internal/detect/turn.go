package detect

import (
	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// Finding is something that a message says.
type Finding struct {
	// Kind is the leaf whose phrase was found, where it was found by a phrase.
	Kind phrases.Kind
	// Rule names what matched: a phrase, or a rule that is no phrase.
	Rule string
	// First and Last are the words that say it.
	First, Last int
	// Weak is true where less speaks for it than a phrase.
	Weak bool
	// ComparedWith is the index of the earlier message that this one is like, with their Similarity
	// above 0.
	ComparedWith int
	Similarity   float64
}

// whole is a finding that rests on all words of a text.
func whole(rule string, s *text.Scan) Finding {
	return Finding{Rule: rule, Last: len(s.Tokens) - 1}
}

// maxShort is how many words a short message has at most.
const maxShort = 6

// Turn is what a user's message says, by the phrases found in it. Its memory is reused.
type Turn struct {
	// Given are the cues of the message and of the agent's message before.
	Given phrases.Cue
	// Found holds at most one finding a leaf, the longest match.
	Found []Finding
}

// Read finds the phrases of the user's message that f has read; agent is what holds of the agent's message
// before.
func (t *Turn) Read(f *phrases.Finder, agent phrases.Cue) {
	f.Find(phrases.InUserTurns)
	t.Given, t.Found = agent|userCues(f), t.Found[:0]
	for i := range f.Hits {
		h := &f.Hits[i]
		p := f.Phrase(h)
		if p == nil || !p.Kind.IsLeaf() {
			continue
		}
		found := t.Of(p.Kind)
		if found != nil && int(h.Last)-int(h.First) <= found.Last-found.First || !f.Counts(h, t.Given) {
			continue
		}
		t.Set(Finding{Kind: p.Kind, Rule: p.Rule, First: int(h.First), Last: int(h.Last)})
	}
}

// Of returns the finding of a leaf, nil where there is none. It holds until the next change of the turn.
func (t *Turn) Of(leaf phrases.Kind) *Finding {
	for i := range t.Found {
		if t.Found[i].Kind == leaf {
			return &t.Found[i]
		}
	}
	return nil
}

// Set puts a finding in place of that of the same leaf.
func (t *Turn) Set(found Finding) {
	if known := t.Of(found.Kind); known != nil {
		*known = found
		return
	}
	t.Found = append(t.Found, found)
}

// Drop removes the finding of a leaf.
func (t *Turn) Drop(leaf phrases.Kind) {
	for i := range t.Found {
		if t.Found[i].Kind == leaf {
			t.Found = append(t.Found[:i], t.Found[i+1:]...)
			return
		}
	}
}

// userCues reads the context phrases of a user's message.
func userCues(f *phrases.Finder) phrases.Cue {
	var given phrases.Cue
	for i := range f.Hits {
		h := &f.Hits[i]
		p := f.Phrase(h)
		if p == nil {
			continue
		}
		tells := f.Tells(p.Kind)
		if tells == 0 || given&tells != 0 {
			continue
		}
		if f.Place(h)&(phrases.Negated|phrases.Quoted) == 0 && !f.Excepted(h) {
			given |= tells
		}
	}
	if f.Scan.Questions > 0 {
		given |= phrases.Asks
	}
	if len(f.Scan.Tokens) <= maxShort {
		given |= phrases.Short
	}
	return given
}
