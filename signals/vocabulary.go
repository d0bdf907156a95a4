package signals

// vocabulary numbers the words that phrases are made of.
type vocabulary struct {
	// hashes is an open hash table of a power of two, at most half full; 0 is a free slot.
	hashes []uint32
	words  []uint16
	mask   uint32
	// traits of each word, by number.
	traits []wordTraits
}

// wordTraits are the languages in which a word has each role.
type wordTraits [traitCount]languages

// languages is a set of languages by number.
type languages uint16

// allLanguages asks for a trait in any language.
const allLanguages = ^languages(0)

// trait is a role that single words have in the context of a phrase.
type trait uint8

const (
	isNegation trait = iota
	isCondition
	isContrast
	isStopWord
	isQuestionWord
	traitCount
)

func (v *vocabulary) has(word uint16, t trait, in languages) bool {
	return v.traits[word][t]&in != 0
}

// find returns the number of a word, 0 for one that no phrase uses.
func (v *vocabulary) find(hash uint32) uint16 {
	for i := hash & v.mask; ; i = (i + 1) & v.mask {
		switch v.hashes[i] {
		case hash:
			return v.words[i]
		case 0:
			return 0
		}
	}
}

// newVocabulary numbers words by their hashes, from 1 in the order given.
func newVocabulary(hashes []uint32) *vocabulary {
	size := uint32(16)
	for int(size) < 2*len(hashes) {
		size *= 2
	}
	v := &vocabulary{
		hashes: make([]uint32, size), words: make([]uint16, size), mask: size - 1,
		traits: make([]wordTraits, len(hashes)+1),
	}
	for n, hash := range hashes {
		i := hash & v.mask
		for v.words[i] != 0 {
			i = (i + 1) & v.mask
		}
		v.hashes[i], v.words[i] = hash, uint16(n+1)
	}
	return v
}
