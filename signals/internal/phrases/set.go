package phrases

import (
	"fmt"
	"maps"
	"slices"
	"unsafe"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// Set is a compiled lexicon: it is read-only and serves all goroutines.
type Set struct {
	phrases    []Phrase
	kinds      *kinds
	vocabulary *text.Vocabulary
	// traits of each word, by number.
	traits []wordTraits
	texts  [textListCount][]string
	// automata find the phrases of each place, nil where there are none.
	automata [placeCount]*automaton
}

func (l *lexicon) compile() (*Set, error) {
	if len(l.phrases) > 1<<16-1 {
		return nil, fmt.Errorf("more than %d phrases", 1<<16-1)
	}
	words := newWordList()
	var builders [placeCount]*builder
	for i := range l.phrases {
		in := l.kinds.in[l.phrases[i].Kind]
		if builders[in] == nil {
			builders[in] = newBuilder(words)
		}
		if in == InUserTurns && l.phrases[i].language&l.checked != 0 {
			l.phrases[i].node.eachWord(func(word string) { l.spelled[word] = true })
		}
		if err := builders[in].add(l.phrases[i].node, uint16(i)); err != nil {
			return nil, fmt.Errorf("%q: %w", l.phrases[i].Rule, err)
		}
		l.phrases[i].node = nil
	}
	for _, word := range slices.Sorted(maps.Keys(l.traits)) {
		if _, err := words.number(word); err != nil {
			return nil, err
		}
	}
	s := &Set{
		phrases: slices.Clip(l.phrases), kinds: l.kinds,
		vocabulary: text.NewVocabulary(words.hashes, l.misspellings(words)), traits: make([]wordTraits, len(words.hashes)+1),
	}
	for word, roles := range l.traits {
		traits := &s.traits[words.numbers[word]]
		for t, in := range roles {
			traits[t] |= in
		}
	}
	for list, texts := range l.texts {
		for _, t := range texts {
			s.texts[list] = append(s.texts[list], t.text)
		}
	}
	for in, b := range builders {
		if b == nil {
			continue
		}
		var err error
		if s.automata[in], err = b.build(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Size is about the memory of the set in bytes.
func (s *Set) Size() int {
	size := len(s.phrases)*int(unsafe.Sizeof(Phrase{})) + s.vocabulary.Size() + len(s.traits)*int(unsafe.Sizeof(wordTraits{}))
	for i := range s.phrases {
		size += len(s.phrases[i].Rule)
	}
	for _, a := range s.automata {
		if a != nil {
			size += 2*len(a.start) + 2*len(a.accepts) + len(a.states)*int(unsafe.Sizeof(state{})) +
				len(a.edges)*int(unsafe.Sizeof(builtEdge{}))
		}
	}
	return size
}
