package detect

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
)

const (
	// rememberedTurns is how many of the user's turns a restatement is looked for in.
	rememberedTurns = 2
	// restatementReach is how many messages back they may be.
	restatementReach = 3
	minRestatedWords = 3
	minContentWords  = 4
	// MinOverlap is the least similarity of a restatement: the share of the smaller set of content words.
	MinOverlap    = 0.75
	maxNewContent = 0.5
)

// maxContentWords is how many different words a message may have to be compared
// as a restatement; longer ones can be repetitions only.
const (
	maxContentWords  = 48
	maxComparedWords = 4 * maxContentWords
)

// Statements remembers the user's last turns, to find one that says again what they said.
type Statements struct {
	turns [rememberedTurns]statement
	// next is the place of the turn being read.
	next   int
	latest statement
}

// statement is what is remembered of a user's turn.
type statement struct {
	index   int
	tokens  int
	content contentWords
}

// Reset forgets all turns.
func (s *Statements) Reset() {
	for i := range s.turns {
		s.turns[i].index = -1
	}
	s.next = 0
}

// Read takes the user's turn at an index, which f has read.
func (s *Statements) Read(f *phrases.Finder, index int) {
	s.latest.index, s.latest.tokens = index, len(f.Scan.Tokens)
	s.latest.content.read(f)
}

// Restated finds the turn that says what the one read last says again, the newest first. What opens with a
// confirmation or thanks restates nothing.
func (s *Statements) Restated(given phrases.Cue) (Finding, bool) {
	latest := &s.latest
	if given&(phrases.Accepts|phrases.Pleased|phrases.Thanks) != 0 || !latest.isComparable() {
		return Finding{}, false
	}
	for back := 1; back <= rememberedTurns; back++ {
		before := &s.turns[(s.next+rememberedTurns-back)%rememberedTurns]
		if before.index < 0 || latest.index-before.index > restatementReach || !before.isComparable() {
			continue
		}
		shared := latest.content.shared(&before.content)
		overlap := float64(shared) / float64(min(latest.content.count, before.content.count))
		fresh := float64(latest.content.count-shared) / float64(latest.content.count)
		if overlap < MinOverlap || fresh > maxNewContent {
			continue
		}
		return Finding{
			Rule: "restates an earlier turn", Last: latest.tokens - 1, Weak: true,
			ComparedWith: before.index, Similarity: overlap,
		}, true
	}
	return Finding{}, false
}

// Keep remembers the turn read last for the next ones.
func (s *Statements) Keep() {
	s.turns[s.next] = s.latest
	s.next = (s.next + 1) % rememberedTurns
}

func (s *statement) isComparable() bool {
	return s.tokens >= minRestatedWords && s.content.count >= minContentWords
}

// contentWords are the different words of a message without stop words, sorted.
type contentWords struct {
	hashes [maxContentWords]uint32
	count  int
}

// read leaves the set empty where there are too many.
func (c *contentWords) read(f *phrases.Finder) {
	c.count = 0
	if len(f.Scan.Tokens) > maxComparedWords {
		return
	}
	for i := range f.Scan.Tokens {
		t := &f.Scan.Tokens[i]
		if f.Has(t.Word, phrases.StopWord) {
			continue
		}
		at, found := slices.BinarySearch(c.hashes[:c.count], t.Hash)
		if found {
			continue
		}
		if c.count == maxContentWords {
			c.count = 0
			return
		}
		copy(c.hashes[at+1:c.count+1], c.hashes[at:c.count])
		c.hashes[at] = t.Hash
		c.count++
	}
}

// shared returns how many words two messages have in common.
func (c *contentWords) shared(d *contentWords) int {
	n := 0
	for i, j := 0, 0; i < c.count && j < d.count; {
		switch a, b := c.hashes[i], d.hashes[j]; {
		case a == b:
			n++
			i++
			j++
		case a < b:
			i++
		default:
			j++
		}
	}
	return n
}
