package signals

import "slices"

// contextReach is how many messages back the context of a message is looked
// for. It bounds what must be read before the messages that count.
const contextReach = 16

// agentMessage is what is remembered of the agent's last message.
type agentMessage struct {
	index int
	given circumstance
	words wordBloom
}

func (a *agentMessage) before(index int) bool {
	return a.index >= 0 && a.index < index && index-a.index <= contextReach
}

// wordBloom is a set of words that may err on the side of holding one.
type wordBloom [16]uint64

func (b *wordBloom) add(hash uint32) { b[hash>>6&15] |= 1 << (hash & 63) }

func (b *wordBloom) has(hash uint32) bool { return b[hash>>6&15]>>(hash&63)&1 != 0 }

func (w *worker) wordBloom() (b wordBloom) {
	for i := range w.scan.tokens {
		b.add(w.scan.tokens[i].hash)
	}
	return b
}

// maxContentWords is how many different words a message may have to be compared
// as a restatement; longer ones can be repetitions only.
const (
	maxContentWords  = 48
	maxComparedWords = 4 * maxContentWords
)

// contentWords are the different words of a message without stop words, sorted.
type contentWords struct {
	hashes [maxContentWords]uint32
	count  int
}

// read leaves the set empty where there are too many.
func (c *contentWords) read(w *worker) {
	c.count = 0
	if len(w.scan.tokens) > maxComparedWords {
		return
	}
	for i := range w.scan.tokens {
		t := &w.scan.tokens[i]
		if w.matcher.vocabulary.has(t.word, isStopWord, allLanguages) {
			continue
		}
		at, found := slices.BinarySearch(c.hashes[:c.count], t.hash)
		if found {
			continue
		}
		if c.count == maxContentWords {
			c.count = 0
			return
		}
		copy(c.hashes[at+1:c.count+1], c.hashes[at:c.count])
		c.hashes[at] = t.hash
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

// userMemory is what is remembered of a user's turn.
type userMemory struct {
	index   int
	tokens  int
	content contentWords
}

const (
	// rememberedTurns is how many of the user's turns a restatement is looked for in.
	rememberedTurns = 2
	// restatementReach is how many messages back they may be.
	restatementReach = 3
	minRestatedWords = 3
	minContentWords  = 4
	minOverlap       = 0.75
	maxNewContent    = 0.5
)

// raiseRestatement raises a rephrase where the message says what one of the
// user's last turns said.
func (s *State) raiseRestatement(w *worker, turn *userTurn, index int) bool {
	content := &w.content
	if len(w.scan.tokens) < minRestatedWords || turn.given&(accepts|pleased|thanks) != 0 ||
		content.count < minContentWords {
		return false
	}
	for back := 1; back <= rememberedTurns; back++ {
		before := &s.users[(s.turns+rememberedTurns-back)%rememberedTurns]
		if before.index < 0 || index-before.index > restatementReach ||
			before.tokens < minRestatedWords || before.content.count < minContentWords {
			continue
		}
		shared := content.shared(&before.content)
		overlap := float64(shared) / float64(min(content.count, before.content.count))
		fresh := float64(content.count-shared) / float64(content.count)
		if overlap < minOverlap || fresh > maxNewContent {
			continue
		}
		comparedWith := before.index
		return s.raise(Instance{
			Leaf: Rephrase, MessageIndex: index, Confidence: 0.8,
			Snippet:  w.snippet(0, len(w.scan.tokens)-1),
			Metadata: Metadata{Matched: "restates an earlier turn", ComparedWith: &comparedWith, Similarity: overlap},
		})
	}
	return false
}

// rememberUser keeps a user's turn for the next ones.
func (s *State) rememberUser(w *worker, index int) {
	oldest := &s.users[s.turns%rememberedTurns]
	oldest.index, oldest.tokens = index, len(w.scan.tokens)
	oldest.content = w.content
	s.turns++
	s.agent.index = -1
}
