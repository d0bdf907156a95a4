package signals

// automaton matches all patterns of all languages at once: an acyclic
// deterministic automaton over word numbers. A match attempt starts at every
// word; nearly all end there, and none is longer than [maxPatternWords].
type automaton struct {
	// start is the state after a first word, by word number; 0 is no state.
	start []uint32
	// edges of state s are edgeWords[edgeFirst[s]:edgeFirst[s+1]], ascending.
	edgeFirst []uint32
	edgeWords []uint16
	edgeNext  []uint32
	// other is the state after any word without an edge of its own.
	other []uint32
	// accepts of state s are the numbers of the patterns that end there.
	acceptFirst []uint32
	accepts     []uint16
}

// hit is a match of a pattern at tokens first to last.
type hit struct {
	pattern     uint16
	first, last uint32
}

// maxHits bounds the matches of a message that are looked at.
const maxHits = 512

// match appends the hits in the tokens to hits.
func (a *automaton) match(tokens []token, hits []hit) []hit {
	for i := range tokens {
		state := a.start[tokens[i].word]
		if state == 0 {
			continue
		}
		for j := i; ; {
			for _, p := range a.accepts[a.acceptFirst[state]:a.acceptFirst[state+1]] {
				if len(hits) == maxHits {
					return hits
				}
				hits = append(hits, hit{pattern: p, first: uint32(i), last: uint32(j)})
			}
			j++
			if j >= len(tokens) || tokens[j].flags&opensSentence != 0 {
				break
			}
			if state = a.next(state, tokens[j].word); state == 0 {
				break
			}
		}
	}
	return hits
}

func (a *automaton) next(state uint32, word uint16) uint32 {
	if word != 0 {
		first, end := a.edgeFirst[state], a.edgeFirst[state+1]
		for end-first > 8 {
			middle := (first + end) / 2
			if a.edgeWords[middle] > word {
				end = middle
			} else {
				first = middle
			}
		}
		for ; first < end; first++ {
			if a.edgeWords[first] == word {
				return a.edgeNext[first]
			}
		}
	}
	return a.other[state]
}
