package detect

import "github.com/otelcol-plano/otelcol-plano/signals/internal/text"

const (
	// minRepeatedWords is how many words a message has at least to be a repetition.
	minRepeatedWords = 5
	// nearDuplicate is the least trigram similarity of a repetition.
	nearDuplicate = 0.85
	// rememberedPrints is how many messages of the same role it is looked for in.
	rememberedPrints = 2
)

// Prints holds the fingerprints of a role's last messages. The message being read is written into the slot of the
// oldest.
type Prints struct {
	prints [rememberedPrints + 1]text.Fingerprint
	index  [rememberedPrints + 1]int
	next   int
}

// Reset forgets all messages.
func (p *Prints) Reset() {
	for i := range p.index {
		p.index[i] = -1
	}
	p.next = 0
}

// Clone returns a copy with memory of its own.
func (p *Prints) Clone() Prints {
	c := *p
	for i := range c.prints {
		c.prints[i] = p.prints[i].Clone()
	}
	return c
}

// Slot returns the empty fingerprint for the next message, of a length in bytes.
func (p *Prints) Slot(length int) *text.Fingerprint {
	p.index[p.next] = -1
	p.prints[p.next].Reset(length)
	return &p.prints[p.next]
}

// Repeated finds the earlier message that the one in the slot repeats, and keeps its fingerprint for the next
// ones.
func (p *Prints) Repeated(s *text.Scan, index int) (Finding, bool) {
	latest := &p.prints[p.next]
	if n := len(s.Tokens); n >= minRepeatedWords {
		latest.Words = n
	}
	best := whole("", s)
	for i := range p.prints {
		if p.index[i] < 0 || index-p.index[i] > ContextReach {
			continue
		}
		similarity := latest.Jaccard(&p.prints[i], nearDuplicate)
		if similarity > best.Similarity || similarity > 0 && similarity == best.Similarity && p.index[i] > best.ComparedWith {
			best.Similarity, best.ComparedWith = similarity, p.index[i]
		}
	}
	p.index[p.next] = index
	p.next = (p.next + 1) % len(p.prints)
	return best, best.Similarity > 0
}
