package signals

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// builder turns patterns into an automaton: a nondeterministic one by pattern,
// a deterministic one over all by subsets, equal states merged bottom-up.
type builder struct {
	words  map[string]uint16
	hashes []uint32

	// nodes of the nondeterministic automaton; 0 is not used.
	free   [][]int32            // edges without a word
	byWord []map[uint16][]int32 // edges by word
	anyTo  [][]int32            // edges for any word
	ends   [][]uint16           // patterns that end here

	// states of the deterministic automaton, by their subset and by their content.
	subsets map[string]uint32
	merged  map[string]uint32
	out     automaton
	states  []builtState
}

type builtState struct {
	edges   map[uint16]uint32
	other   uint32
	accepts []uint16
}

// maxStates bounds the memory of an automaton.
const maxStates = 1 << 18

func newBuilder() *builder {
	b := &builder{words: make(map[string]uint16), subsets: make(map[string]uint32), merged: make(map[string]uint32)}
	b.node() // 0
	b.node() // 1, the start of all patterns
	b.states = make([]builtState, 1)
	return b
}

const startNode = 1

func (b *builder) node() int32 {
	b.free = append(b.free, nil)
	b.byWord = append(b.byWord, nil)
	b.anyTo = append(b.anyTo, nil)
	b.ends = append(b.ends, nil)
	return int32(len(b.free) - 1)
}

// word returns a word's number.
func (b *builder) word(text string) (uint16, error) {
	if n, ok := b.words[text]; ok {
		return n, nil
	}
	if len(b.words) >= 1<<16-1 {
		return 0, fmt.Errorf("more than %d different words", 1<<16-1)
	}
	var s scan
	s.read(text, len(text)+1, newVocabulary(nil), new(fingerprint))
	hash := s.tokens[0].hash
	n := slices.Index(b.hashes, hash)
	if n < 0 {
		n = len(b.hashes)
		b.hashes = append(b.hashes, hash)
	}
	b.words[text] = uint16(n + 1)
	return uint16(n + 1), nil
}

// add adds a pattern under its number.
func (b *builder) add(n *node, number uint16) error {
	end, err := b.thread(n, startNode)
	if err != nil {
		return err
	}
	b.ends[end] = append(b.ends[end], number)
	return nil
}

// thread adds n's paths after the node from and returns the node they end at.
func (b *builder) thread(n *node, from int32) (int32, error) {
	switch n.kind {
	case nodeWord:
		word, err := b.word(n.word)
		if err != nil {
			return 0, err
		}
		to := b.node()
		if b.byWord[from] == nil {
			b.byWord[from] = make(map[uint16][]int32)
		}
		b.byWord[from][word] = append(b.byWord[from][word], to)
		return to, nil
	case nodeAny:
		to := b.node()
		b.anyTo[from] = append(b.anyTo[from], to)
		return to, nil
	case nodeGap:
		end := b.node()
		b.free[from] = append(b.free[from], end)
		for range gapWords {
			to := b.node()
			b.anyTo[from] = append(b.anyTo[from], to)
			b.free[to] = append(b.free[to], end)
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
	}
	fork, end := b.node(), b.node()
	b.free[from] = append(b.free[from], fork)
	if n.kind == nodeOptional {
		b.free[from] = append(b.free[from], end)
	}
	for _, c := range n.children {
		last, err := b.thread(c, fork)
		if err != nil {
			return 0, err
		}
		b.free[last] = append(b.free[last], end)
	}
	return end, nil
}

// build makes the automaton of all patterns added.
func (b *builder) build() (*automaton, error) {
	edges := make(map[uint16][]int32)
	for _, n := range b.closure([]int32{startNode}) {
		for word, to := range b.byWord[n] {
			edges[word] = append(edges[word], to...)
		}
	}
	b.out.start = make([]uint32, len(b.hashes)+1)
	for _, word := range slices.Sorted(maps.Keys(edges)) {
		state, err := b.state(edges[word])
		if err != nil {
			return nil, err
		}
		b.out.start[word] = state
	}
	b.pack()
	return &b.out, nil
}

func (b *builder) closure(nodes []int32) []int32 {
	seen := make(map[int32]bool, len(nodes))
	var reached []int32
	for len(nodes) > 0 {
		n := nodes[len(nodes)-1]
		nodes = nodes[:len(nodes)-1]
		if !seen[n] {
			seen[n] = true
			reached = append(reached, n)
			nodes = append(nodes, b.free[n]...)
		}
	}
	slices.Sort(reached)
	return reached
}

// state returns the state of a set of nodes, built with all states after it.
func (b *builder) state(nodes []int32) (uint32, error) {
	subset := b.closure(slices.Clone(nodes))
	var key []byte
	for _, n := range subset {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	if state, ok := b.subsets[string(key)]; ok {
		return state, nil
	}
	built := builtState{edges: make(map[uint16]uint32)}
	byWord := make(map[uint16][]int32)
	var anyTo []int32
	for _, n := range subset {
		built.accepts = append(built.accepts, b.ends[n]...)
		anyTo = append(anyTo, b.anyTo[n]...)
		for word, to := range b.byWord[n] {
			byWord[word] = append(byWord[word], to...)
		}
	}
	var err error
	if len(anyTo) > 0 {
		if built.other, err = b.state(anyTo); err != nil {
			return 0, err
		}
	}
	for _, word := range slices.Sorted(maps.Keys(byWord)) {
		if built.edges[word], err = b.state(append(byWord[word], anyTo...)); err != nil {
			return 0, err
		}
	}
	slices.Sort(built.accepts)
	state, err := b.merge(built)
	b.subsets[string(key)] = state
	return state, err
}

// merge returns a state with the same content, or a new one.
func (b *builder) merge(built builtState) (uint32, error) {
	key := binary.LittleEndian.AppendUint32(nil, built.other)
	key = binary.LittleEndian.AppendUint32(key, uint32(len(built.accepts)))
	for _, p := range built.accepts {
		key = binary.LittleEndian.AppendUint16(key, p)
	}
	for _, word := range slices.Sorted(maps.Keys(built.edges)) {
		key = binary.LittleEndian.AppendUint16(key, word)
		key = binary.LittleEndian.AppendUint32(key, built.edges[word])
	}
	if state, ok := b.merged[string(key)]; ok {
		return state, nil
	}
	if len(b.states) >= maxStates {
		return 0, fmt.Errorf("phrases need more than %d states; use fewer gaps", maxStates)
	}
	state := uint32(len(b.states))
	b.states = append(b.states, built)
	b.merged[string(key)] = state
	return state, nil
}

// pack lays the states out in flat arrays.
func (b *builder) pack() {
	a := &b.out
	for i := range b.states {
		s := &b.states[i]
		a.edgeFirst = append(a.edgeFirst, uint32(len(a.edgeWords)))
		a.acceptFirst = append(a.acceptFirst, uint32(len(a.accepts)))
		for _, word := range slices.Sorted(maps.Keys(s.edges)) {
			a.edgeWords = append(a.edgeWords, word)
			a.edgeNext = append(a.edgeNext, s.edges[word])
		}
		a.other = append(a.other, s.other)
		a.accepts = append(a.accepts, s.accepts...)
	}
	a.edgeFirst = append(a.edgeFirst, uint32(len(a.edgeWords)))
	a.acceptFirst = append(a.acceptFirst, uint32(len(a.accepts)))
	for _, list := range []*[]uint32{&a.edgeFirst, &a.edgeNext, &a.other, &a.acceptFirst} {
		*list = slices.Clip(*list)
	}
	a.edgeWords, a.accepts = slices.Clip(a.edgeWords), slices.Clip(a.accepts)
}
