package phrases

import "github.com/otelcol-plano/otelcol-plano/signals/internal/text"

// automaton matches all patterns of all languages at once: an acyclic
// deterministic automaton over word numbers. A match attempt starts at every
// word; nearly all end there, and none is longer than [maxPatternWords].
type automaton struct {
	// start is the state after a first word, by word number; 0 is no state.
	start  []uint16
	states []state
	edges  []builtEdge
	// accepts are the numbers of the patterns that end at a state.
	accepts []uint16
}

// state has the edges and the accepted patterns from its own first index to that
// of the next state. Edges ascend by word.
type state struct {
	edges, accepts uint32
	// other is the state after a word without an edge, 0 for none.
	other uint16
}

// Hit is a match of a phrase at tokens First to Last.
type Hit struct {
	phrase      uint16
	First, Last uint32
}

// maxHits bounds the matches of a message that are looked at.
const maxHits = 512

// match appends the hits in the tokens to hits.
func (a *automaton) match(tokens []text.Token, hits []Hit) []Hit {
	for i := range tokens {
		at := a.start[tokens[i].Word]
		if at == 0 {
			continue
		}
		for j := i; ; {
			for _, p := range a.accepts[a.states[at].accepts:a.states[at+1].accepts] {
				if len(hits) == maxHits {
					return hits
				}
				hits = append(hits, Hit{phrase: p, First: uint32(i), Last: uint32(j)})
			}
			j++
			if j >= len(tokens) || tokens[j].Flags&text.OpensSentence != 0 {
				break
			}
			if at = a.next(at, tokens[j].Word); at == 0 {
				break
			}
		}
	}
	return hits
}

func (a *automaton) next(at, word uint16) uint16 {
	first, end := a.states[at].edges, a.states[at+1].edges
	if word != 0 {
		for end-first > 8 {
			middle := (first + end) / 2
			if a.edges[middle].word > word {
				end = middle
			} else {
				first = middle
			}
		}
		for ; first < end; first++ {
			if a.edges[first].word == word {
				return a.edges[first].next
			}
		}
	}
	return a.states[at].other
}
