package signals

const (
	// minRepeatedWords is how many words a message has at least to be a repetition.
	minRepeatedWords = 5
	// nearDuplicate is the least trigram similarity of a repetition.
	nearDuplicate = 0.85
	// rememberedPrints is how many messages of the same role it is looked for in.
	rememberedPrints = 2
)

// printMemory holds the fingerprints of a role's last messages. The message being
// read is written into the slot of the oldest.
type printMemory struct {
	prints [rememberedPrints + 1]fingerprint
	index  [rememberedPrints + 1]int
	next   int
}

func (m *printMemory) reset() {
	for i := range m.index {
		m.index[i] = -1
	}
	m.next = 0
}

// slot returns the empty fingerprint for the next message, of a length in bytes.
func (m *printMemory) slot(length int) *fingerprint {
	m.index[m.next] = -1
	m.prints[m.next].reset(length)
	return &m.prints[m.next]
}

// raiseRepetition raises a message that repeats one of the last two of its role,
// and keeps its fingerprint for the next ones.
func (s *State) raiseRepetition(w *worker, role Role, index int, exempt bool) {
	m := &s.prints[role]
	latest := &m.prints[m.next]
	if n := len(w.scan.tokens); n >= minRepeatedWords {
		latest.words = n
	}
	best, comparedWith := 0.0, 0
	for i := range m.prints {
		if m.index[i] < 0 || index-m.index[i] > contextReach {
			continue
		}
		similarity := latest.jaccard(&m.prints[i], nearDuplicate)
		if similarity > best || similarity > 0 && similarity == best && m.index[i] > comparedWith {
			best, comparedWith = similarity, m.index[i]
		}
	}
	m.index[m.next] = index
	m.next = (m.next + 1) % len(m.prints)
	if best > 0 && !exempt {
		s.raise(Instance{
			Leaf: Repetition, MessageIndex: index, Confidence: best,
			Snippet:  w.snippet(0, len(w.scan.tokens)-1),
			Metadata: Metadata{ComparedWith: &comparedWith, Similarity: best},
		})
	}
}

// efficiency is 1 up to the baseline of user turns and falls beyond it.
func (c *Config) efficiency(turns int) float64 {
	if turns <= c.BaselineTurns {
		return 1
	}
	return 1 / (1 + c.EfficiencyDecay*float64(turns-c.BaselineTurns))
}
