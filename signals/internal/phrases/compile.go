package phrases

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// wordList numbers words from 1 in the order of their first mention.
type wordList struct {
	numbers  map[string]uint16
	byHash   map[uint32]uint16
	hashes   []uint32
	splitter text.Splitter
}

func newWordList() *wordList {
	return &wordList{numbers: make(map[string]uint16), byHash: make(map[uint32]uint16)}
}

// number returns a word's number; spellings that differ in case or accents share one.
func (l *wordList) number(word string) (uint16, error) {
	if n, ok := l.numbers[word]; ok {
		return n, nil
	}
	hash := l.splitter.Hash(word)
	n, ok := l.byHash[hash]
	if !ok {
		if len(l.hashes) >= 1<<16-1 {
			return 0, fmt.Errorf("more than %d different words", 1<<16-1)
		}
		l.hashes = append(l.hashes, hash)
		n = uint16(len(l.hashes))
		l.byHash[hash] = n
	}
	l.numbers[word] = n
	return n, nil
}

// builder turns patterns into an automaton: a nondeterministic one by pattern,
// a deterministic one over all by subsets, equal states merged bottom-up.
type builder struct {
	words *wordList
	nodes []buildNode
	// seen marks the nodes of a closure with its number.
	seen  []uint32
	round uint32

	// states of the deterministic automaton, by their subset and by their content.
	subsets map[string]uint16
	merged  map[string]uint16
	states  []builtState
}

// buildNode is a state of the nondeterministic automaton.
type buildNode struct {
	free   []int32 // edges without a word
	anyTo  []int32 // edges for any word
	byWord []wordEdge
	ends   []uint16 // patterns that end here
}

type wordEdge struct {
	word uint16
	to   int32
}

type builtState struct {
	edges   []builtEdge
	other   uint16
	accepts []uint16
}

type builtEdge struct{ word, next uint16 }

// maxStates bounds the memory of an automaton.
const maxStates = 1<<16 - 1

const startNode = 0

func newBuilder(words *wordList) *builder {
	b := &builder{words: words, subsets: make(map[string]uint16), merged: make(map[string]uint16)}
	b.node()
	b.states = make([]builtState, 1)
	return b
}

func (b *builder) node() int32 {
	b.nodes = append(b.nodes, buildNode{})
	b.seen = append(b.seen, 0)
	return int32(len(b.nodes) - 1)
}

// add adds a pattern under its number.
func (b *builder) add(n *node, number uint16) error {
	end, err := b.thread(n, startNode)
	if err != nil {
		return err
	}
	b.nodes[end].ends = append(b.nodes[end].ends, number)
	return nil
}

func (b *builder) link(from, to int32) { b.nodes[from].free = append(b.nodes[from].free, to) }

func (b *builder) linkAny(from, to int32) { b.nodes[from].anyTo = append(b.nodes[from].anyTo, to) }

// thread adds n's paths after the node from and returns the node they end at.
func (b *builder) thread(n *node, from int32) (int32, error) {
	switch n.kind {
	case nodeWord:
		word, err := b.words.number(n.word)
		if err != nil {
			return 0, err
		}
		to := b.node()
		b.nodes[from].byWord = append(b.nodes[from].byWord, wordEdge{word, to})
		return to, nil
	case nodeAny:
		to := b.node()
		b.linkAny(from, to)
		return to, nil
	case nodeGap:
		end := b.node()
		b.link(from, end)
		for range gapWords {
			to := b.node()
			b.linkAny(from, to)
			b.link(to, end)
			from = to
		}
		return end, nil
	case nodeSequence:
		for _, c := range n.children {
			var err error
			if from, err = b.thread(c, from); err != nil {
				return 0, err
			}
		}
		return from, nil
	default:
		return b.threadChoice(n, from)
	}
}

func (b *builder) threadChoice(n *node, from int32) (int32, error) {
	fork, end := b.node(), b.node()
	b.link(from, fork)
	if n.kind == nodeOptional {
		b.link(from, end)
	}
	for _, c := range n.children {
		// The words of a class lead to the same node, not to one each.
		if c.kind == nodeSequence && len(c.children) == 1 {
			c = c.children[0]
		}
		if c.kind == nodeWord {
			word, err := b.words.number(c.word)
			if err != nil {
				return 0, err
			}
			b.nodes[fork].byWord = append(b.nodes[fork].byWord, wordEdge{word, end})
			continue
		}
		last, err := b.thread(c, fork)
		if err != nil {
			return 0, err
		}
		b.link(last, end)
	}
	return end, nil
}

// build makes the automaton of all patterns added.
func (b *builder) build() (*automaton, error) {
	a := &automaton{start: make([]uint16, 1<<16)}
	var edges []wordEdge
	for _, n := range b.closure([]int32{startNode}) {
		edges = append(edges, b.nodes[n].byWord...)
	}
	built, err := b.edges(edges, nil)
	if err != nil {
		return nil, err
	}
	for _, edge := range built {
		a.start[edge.word] = edge.next
	}
	a.start = slices.Clone(a.start[:len(b.words.hashes)+1])
	b.pack(a)
	return a, nil
}

// closure returns the nodes that can be reached without a word, sorted.
func (b *builder) closure(nodes []int32) []int32 {
	b.round++
	stack := slices.Clone(nodes)
	var reached []int32
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if b.seen[n] != b.round {
			b.seen[n] = b.round
			reached = append(reached, n)
			stack = append(stack, b.nodes[n].free...)
		}
	}
	slices.Sort(reached)
	return reached
}

// edges returns a state's edges; a word also leads where any word leads.
func (b *builder) edges(edges []wordEdge, anyTo []int32) ([]builtEdge, error) {
	slices.SortFunc(edges, func(a, b wordEdge) int { return cmp.Compare(a.word, b.word) })
	var built []builtEdge
	// The words of a class lead to the same nodes: most targets are known already.
	known := make(map[string]uint16)
	var targets []int32
	var key []byte
	for i := 0; i < len(edges); {
		word := edges[i].word
		targets, key = targets[:0], key[:0]
		for ; i < len(edges) && edges[i].word == word; i++ {
			targets = append(targets, edges[i].to)
			key = binary.LittleEndian.AppendUint32(key, uint32(edges[i].to))
		}
		next, ok := known[string(key)]
		if !ok {
			var err error
			if next, err = b.state(append(targets, anyTo...)); err != nil {
				return nil, err
			}
			known[string(key)] = next
		}
		built = append(built, builtEdge{word, next})
	}
	return built, nil
}

// state returns the state of a set of nodes, built with all states after it.
func (b *builder) state(nodes []int32) (uint16, error) {
	subset := b.closure(nodes)
	key := make([]byte, 0, 4*len(subset))
	for _, n := range subset {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	if state, ok := b.subsets[string(key)]; ok {
		return state, nil
	}
	var built builtState
	var byWord []wordEdge
	var anyTo []int32
	for _, n := range subset {
		built.accepts = append(built.accepts, b.nodes[n].ends...)
		anyTo = append(anyTo, b.nodes[n].anyTo...)
		byWord = append(byWord, b.nodes[n].byWord...)
	}
	var err error
	if len(anyTo) > 0 {
		if built.other, err = b.state(anyTo); err != nil {
			return 0, err
		}
	}
	if built.edges, err = b.edges(byWord, anyTo); err != nil {
		return 0, err
	}
	slices.Sort(built.accepts)
	state, err := b.merge(built)
	b.subsets[string(key)] = state
	return state, err
}

// merge returns a state with the same content, or a new one.
func (b *builder) merge(built builtState) (uint16, error) {
	key := make([]byte, 0, 4+2*len(built.accepts)+4*len(built.edges))
	key = binary.LittleEndian.AppendUint16(key, built.other)
	key = binary.LittleEndian.AppendUint16(key, uint16(len(built.accepts)))
	for _, p := range built.accepts {
		key = binary.LittleEndian.AppendUint16(key, p)
	}
	for _, edge := range built.edges {
		key = binary.LittleEndian.AppendUint16(key, edge.word)
		key = binary.LittleEndian.AppendUint16(key, edge.next)
	}
	if state, ok := b.merged[string(key)]; ok {
		return state, nil
	}
	if len(b.states) >= maxStates {
		return 0, fmt.Errorf("phrases need more than %d states; use fewer gaps", maxStates)
	}
	state := uint16(len(b.states))
	b.states = append(b.states, built)
	b.merged[string(key)] = state
	return state, nil
}

// pack lays the states out in flat arrays.
func (b *builder) pack(a *automaton) {
	for i := range b.states {
		s := &b.states[i]
		a.states = append(a.states, state{
			edges: uint32(len(a.edges)), accepts: uint32(len(a.accepts)), other: s.other,
		})
		a.edges = append(a.edges, s.edges...)
		a.accepts = append(a.accepts, s.accepts...)
	}
	a.states = append(a.states, state{edges: uint32(len(a.edges)), accepts: uint32(len(a.accepts))})
	a.states, a.edges, a.accepts = slices.Clip(a.states), slices.Clip(a.edges), slices.Clip(a.accepts)
}
