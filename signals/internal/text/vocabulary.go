package text

// Vocabulary numbers the words that phrases are made of, from 1.
type Vocabulary struct {
	// hashes is an open hash table of a power of two, at most half full; 0 is a free slot.
	hashes []uint32
	words  []uint16
	mask   uint32
}

// NewVocabulary numbers words by their hashes, at most 1<<16-1, in the order given.
func NewVocabulary(hashes []uint32) *Vocabulary {
	size := uint32(16)
	for int(size) < 2*len(hashes) {
		size *= 2
	}
	v := &Vocabulary{hashes: make([]uint32, size), words: make([]uint16, size), mask: size - 1}
	for n, hash := range hashes {
		i := hash & v.mask
		for v.words[i] != 0 {
			i = (i + 1) & v.mask
		}
		v.hashes[i], v.words[i] = hash, uint16(n+1)
	}
	return v
}

// Find returns the number of a word, 0 for one that no phrase uses.
func (v *Vocabulary) Find(hash uint32) uint16 {
	for i := hash & v.mask; ; i = (i + 1) & v.mask {
		switch v.hashes[i] {
		case hash:
			return v.words[i]
		case 0:
			return 0
		}
	}
}

// Size is the memory of the vocabulary in bytes.
func (v *Vocabulary) Size() int { return 4*len(v.hashes) + 2*len(v.words) }

// noWords is the vocabulary of texts in which no phrase is looked for.
var noWords = NewVocabulary(nil)
