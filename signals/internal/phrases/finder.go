package phrases

import "github.com/otelcol-plano/otelcol-plano/signals/internal/text"

// Finder reads texts and finds phrases in them, one text after the other. Its memory is reused; it serves one
// goroutine.
type Finder struct {
	// Scan is the text that was read last.
	Scan text.Scan
	// Hits are the phrases that were found last, where their anchors want them.
	Hits []Hit

	set *Set
}

// NewFinder returns a finder of the phrases of a set.
func NewFinder(set *Set) *Finder { return &Finder{set: set} }

// Read reads the first fifth and the last four fifths of budget characters of a text; its trigrams go
// to an empty fingerprint.
func (f *Finder) Read(written string, budget int, trigrams *text.Fingerprint) {
	f.Scan.Read(written, budget, f.set.vocabulary, trigrams)
}

// Find finds the phrases of a place in the text that was read.
func (f *Finder) Find(in Place) {
	f.Hits = f.Hits[:0]
	if a := f.set.automata[in]; a != nil {
		f.Hits = a.match(f.Scan.Tokens, f.Hits)
	}
	f.keepAnchored()
}

// keepAnchored drops the hits that are not where their anchors want them.
func (f *Finder) keepAnchored() {
	tokens := f.Scan.Tokens
	kept := f.Hits[:0]
	for _, h := range f.Hits {
		at := f.set.phrases[h.phrase].at
		switch {
		case at&atSentenceStart != 0 && tokens[h.First].Flags&text.OpensSentence == 0,
			at&atMessageStart != 0 && h.First != 0,
			at&atSentenceEnd != 0 && !f.Scan.EndsSentence(int(h.Last)),
			at&atMessageEnd != 0 && int(h.Last) != len(tokens)-1:
			continue
		}
		kept = append(kept, h)
	}
	f.Hits = kept
}

// Phrase returns the phrase that a hit matched, nil where the hit is an exception.
func (f *Finder) Phrase(h *Hit) *Phrase {
	p := &f.set.phrases[h.phrase]
	if p.exception {
		return nil
	}
	return p
}

// Tells is the cue that phrases of a kind tell of, 0 for none.
func (f *Finder) Tells(k Kind) Cue { return f.set.kinds.tells[k] }

// Has says whether a word has a role in any language.
func (f *Finder) Has(word uint16, t Trait) bool { return f.has(word, t, allLanguages) }

func (f *Finder) has(word uint16, t Trait, in languages) bool { return f.set.traits[word][t]&in != 0 }

// Excepted says whether an exception of the same kind overlaps the hit.
func (f *Finder) Excepted(h *Hit) bool {
	phrases := f.set.phrases
	k := phrases[h.phrase].Kind
	for i := range f.Hits {
		e := &f.Hits[i]
		if p := &phrases[e.phrase]; p.exception && p.Kind == k && e.First <= h.Last && h.First <= e.Last {
			return true
		}
	}
	return false
}

// Counts says whether a hit counts with the cues of its message and of its place in it.
func (f *Finder) Counts(h *Hit, given Cue) bool {
	c := f.set.phrases[h.phrase].Condition
	if c.unless&ofPlace != 0 {
		given |= f.Place(h)
	}
	return c.holds(given) && !f.Excepted(h)
}

const (
	// negationReach is how many words before a phrase a negation may stand.
	negationReach = 4
	// clauseReach is how far a condition or a contrast is looked for.
	clauseReach = 12
)

// Place returns the cues of a hit's place in the text: Negated, Conditional, Contrasted, Quoted.
func (f *Finder) Place(h *Hit) Cue {
	s := &f.Scan
	in := f.set.phrases[h.phrase].language
	first, last := int(h.First), int(h.Last)
	var given Cue
	if s.Tokens[first].Flags&text.Quoted != 0 {
		given |= Quoted
	}
	for i := s.ClauseStart(first, clauseReach); i < first; i++ {
		word := s.Tokens[i].Word
		if first-i <= negationReach && f.has(word, negation, in) {
			given |= Negated
		}
		if f.has(word, condition, in) {
			given |= Conditional
		}
	}
	for i := last + 1; i < len(s.Tokens) && i-last <= clauseReach; i++ {
		if f.has(s.Tokens[i].Word, contrast, in) {
			given |= Contrasted
			break
		}
		if s.Tokens[i].Flags&text.OpensSentence != 0 {
			break
		}
	}
	return given
}
