package detect

import (
	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// ContextReach is how many messages back the context of a message is looked for.
const ContextReach = 16

// Agent is what is remembered of the agent's last message: what it tells about the user's next one.
type Agent struct {
	// Index of the message, -1 for none.
	Index int
	given phrases.Cue
	words wordBloom
}

// ReadAgent finds the phrases of the agent's message that f has read.
func ReadAgent(f *phrases.Finder, index int) Agent {
	f.Find(phrases.InAgentTurns)
	a := Agent{Index: index}
	for i := range f.Hits {
		h := &f.Hits[i]
		p := f.Phrase(h)
		if p == nil {
			continue
		}
		tells := f.Tells(p.Kind)
		if a.given&tells != 0 || f.Excepted(h) {
			continue
		}
		if tells == phrases.AgentFailed || f.Place(h)&phrases.Negated == 0 {
			a.given |= tells
		}
	}
	if a.given == 0 {
		a.given |= phrases.AgentChats
	}
	if n := len(f.Scan.Tokens); n > 0 && f.Scan.Tokens[n-1].Flags&text.Asks != 0 {
		a.given |= phrases.AgentAsked
	}
	for i := range f.Scan.Tokens {
		a.words.add(f.Scan.Tokens[i].Hash)
	}
	return a
}

// Before returns what the agent's message tells about the message at an index, 0 where it is too far away.
func (a *Agent) Before(index int) phrases.Cue {
	if !a.IsBefore(index) {
		return 0
	}
	return a.given
}

// IsBefore says whether the agent has spoken before the message at an index, and not too far away.
func (a *Agent) IsBefore(index int) bool {
	return a.Index >= 0 && a.Index < index && index-a.Index <= ContextReach
}

// wordBloom is a set of words that may err on the side of holding one.
type wordBloom [16]uint64

func (b *wordBloom) add(hash uint32) { b[hash>>6&15] |= 1 << (hash & 63) }

func (b *wordBloom) has(hash uint32) bool { return b[hash>>6&15]>>(hash&63)&1 != 0 }
