package text

// Vocabulary numbers the words that phrases are made of, from 1.
type Vocabulary struct {
	words table
	// misspelled leads from misspellings to the words that were meant. It is apart, because most words that are looked
	// up are found in neither, and the other table is the smaller by far.
	misspelled table
	// maybe has a bit for the hash of every misspelling: it spares most look-ups.
	maybe [maybeBits / 64]uint64
}

const maybeBits = 1 << 16

// NewVocabulary numbers words by their hashes, at most 1<<16-1, in the order given. Misspelled leads from the hashes of
// misspellings, which are no words themselves, to the numbers of the words.
func NewVocabulary(hashes []uint32, misspelled map[uint32]uint16) *Vocabulary {
	v := &Vocabulary{words: newTable(len(hashes)), misspelled: newTable(len(misspelled))}
	for n, hash := range hashes {
		v.words.put(hash, uint16(n+1))
	}
	for hash, n := range misspelled {
		v.misspelled.put(hash, n)
		v.maybe[hash>>22] |= 1 << (hash >> 16 & 63)
	}
	return v
}

// MinMisspelled is the length in bytes of the shortest misspelling that is known.
const MinMisspelled = 4

// find returns the number of a word of a length in bytes, 0 for one that no phrase uses.
func (v *Vocabulary) find(hash uint32, length int) uint16 {
	n := v.words.get(hash)
	if n == 0 && length >= MinMisspelled && v.maybe[hash>>22]>>(hash>>16&63)&1 != 0 {
		return v.misspelled.get(hash)
	}
	return n
}

// Size is the memory of the vocabulary in bytes.
func (v *Vocabulary) Size() int { return v.words.size() + v.misspelled.size() }

// noWords is the vocabulary of texts in which no phrase is looked for.
var noWords = NewVocabulary(nil, nil)

// table is an open hash table of a power of two slots, at most half full; 0 is a free slot.
type table struct {
	hashes  []uint32
	numbers []uint16
	mask    uint32
}

func newTable(entries int) table {
	size := uint32(16)
	for int(size) < 2*entries {
		size *= 2
	}
	return table{make([]uint32, size), make([]uint16, size), size - 1}
}

func (t *table) put(hash uint32, number uint16) {
	i := hash & t.mask
	for t.numbers[i] != 0 {
		i = (i + 1) & t.mask
	}
	t.hashes[i], t.numbers[i] = hash, number
}

func (t *table) get(hash uint32) uint16 {
	for i := hash & t.mask; ; i = (i + 1) & t.mask {
		switch t.hashes[i] {
		case hash:
			return t.numbers[i]
		case 0:
			return 0
		}
	}
}

func (t *table) size() int { return 4*len(t.hashes) + 2*len(t.numbers) }
