package detect

import (
	"math"
	"math/bits"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"
)

// maxIndex bounds the index of a message.
const maxIndex = math.MaxInt32

// AppendBinary appends what is remembered of the agent's message.
func (a *Agent) AppendBinary(to []byte) []byte {
	to = wire.AppendInt(to, a.Index+1)
	if a.Index < 0 {
		return to
	}
	to = wire.AppendInt(to, int(a.given))
	filled := 0
	for i, word := range a.words {
		if word != 0 {
			filled |= 1 << i
		}
	}
	to = wire.AppendInt(to, filled)
	for _, word := range a.words {
		if word != 0 {
			to = wire.AppendUint64(to, word)
		}
	}
	return to
}

// ReadBinary sets a to what AppendBinary wrote.
func (a *Agent) ReadBinary(r *wire.Reader) {
	*a = Agent{Index: r.Int(maxIndex) - 1}
	if a.Index < 0 {
		return
	}
	a.given = phrases.Cue(r.Int(math.MaxUint32))
	for filled := uint(r.Int(1<<len(a.words) - 1)); filled != 0; filled &= filled - 1 {
		a.words[bits.TrailingZeros(filled)] = r.Uint64()
	}
}

// AppendBinary appends the prints that a message at an index or behind it can repeat.
func (p *Prints) AppendBinary(to []byte, index int) []byte {
	to = append(to, byte(p.next))
	for i := range p.prints {
		if p.index[i] < 0 || p.prints[i].Words == 0 || index-p.index[i] > ContextReach {
			to = wire.AppendInt(to, 0)
			continue
		}
		to = p.prints[i].AppendBinary(wire.AppendInt(to, p.index[i]+1))
	}
	return to
}

// ReadBinary sets p to what AppendBinary wrote.
func (p *Prints) ReadBinary(r *wire.Reader) {
	p.next = int(r.Byte(rememberedPrints))
	for i := range p.prints {
		if p.index[i] = r.Int(maxIndex) - 1; p.index[i] >= 0 {
			p.prints[i].ReadBinary(r)
		}
	}
}

// AppendBinary appends the turns that one at an index or behind it can restate.
func (s *Statements) AppendBinary(to []byte, index int) []byte {
	to = append(to, byte(s.next))
	for i := range s.turns {
		t := &s.turns[i]
		if t.index < 0 || !t.isComparable() || index-t.index > restatementReach {
			to = wire.AppendInt(to, 0)
			continue
		}
		to = wire.AppendInt(wire.AppendInt(to, t.index+1), t.tokens)
		to = append(to, byte(t.content.count))
		last := uint32(0)
		for _, hash := range t.content.hashes[:t.content.count] {
			to = wire.AppendInt(to, int(hash-last))
			last = hash
		}
	}
	return to
}

// ReadBinary sets s to what AppendBinary wrote.
func (s *Statements) ReadBinary(r *wire.Reader) {
	s.next = int(r.Byte(rememberedTurns - 1))
	for i := range s.turns {
		t := &s.turns[i]
		if t.index = r.Int(maxIndex) - 1; t.index < 0 {
			continue
		}
		t.tokens = r.Int(maxIndex)
		t.content.count = int(r.Byte(maxContentWords))
		last := uint32(0)
		for j := range t.content.count {
			last += uint32(r.Int(math.MaxUint32))
			t.content.hashes[j] = last
		}
	}
}

// AppendBinary appends the call. Its id is left out where no result at an index or behind it can answer it any more.
func (c *Call) AppendBinary(to []byte, index int) []byte {
	id := c.ID
	if c.Index < index-AnswerReach {
		id = ""
	}
	to = wire.AppendInt(to, c.Index)
	to = wire.AppendText(wire.AppendText(to, c.Tool), id)
	to = wire.AppendBool(wire.AppendBool(to, c.Answered), c.Blameless)
	to = append(to, byte(c.Outcome))
	return wire.AppendUint64(wire.AppendUint64(to, c.Answer), c.identity)
}

// MinCallBytes is the length in bytes of the shortest call that AppendBinary writes.
const MinCallBytes = 22

// ReadBinary sets c to what AppendBinary wrote.
func (c *Call) ReadBinary(r *wire.Reader) {
	*c = Call{Index: r.Int(maxIndex), Tool: r.Text(), ID: r.Text(), Answered: r.Bool(), Blameless: r.Bool()}
	c.Outcome = toolresult.Outcome(r.Byte(byte(toolresult.OutcomeFailed)))
	c.Answer, c.identity = r.Uint64(), r.Uint64()
	c.toolHash = toolHash(c.Tool)
}
