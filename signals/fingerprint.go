package signals

import "math/bits"

// printBits is the size of a fingerprint. At 2,000 characters two different
// trigrams share a bit so seldom that a similarity is off by less than 0.03.
const printBits = 1 << 15

// fingerprint is the set of a text's character trigrams.
type fingerprint struct {
	set [printBits / 64]uint64
	// size is the number of set bits, known after seal.
	size int
}

// add puts the trigram of the last three characters, 21 bits each, into the set.
func (f *fingerprint) add(trigram uint64) {
	bit := (trigram & (1<<63 - 1)) * 0x9e3779b97f4a7c15 >> (64 - 15)
	f.set[bit>>6&(printBits/64-1)] |= 1 << (bit & 63)
}

func (f *fingerprint) clear() { *f = fingerprint{} }

func (f *fingerprint) seal() {
	n := 0
	for _, word := range f.set {
		n += bits.OnesCount64(word)
	}
	f.size = n
}

// jaccard returns the similarity of two sets if it is at least atLeast, else 0.
func (f *fingerprint) jaccard(g *fingerprint, atLeast float64) float64 {
	small, large := min(f.size, g.size), max(f.size, g.size)
	if large == 0 || float64(small) < atLeast*float64(large) {
		return 0
	}
	both := 0
	for i, word := range f.set {
		both += bits.OnesCount64(word & g.set[i])
	}
	similarity := float64(both) / float64(f.size+g.size-both)
	if similarity < atLeast {
		return 0
	}
	return similarity
}
