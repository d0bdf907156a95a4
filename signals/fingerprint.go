package signals

import "math/bits"

// printBits is the size of a fingerprint. At 2,000 characters two different
// trigrams share a bit so seldom that a similarity is off by less than 0.03.
const printBits = 1 << 15

// fingerprint is the set of a text's character trigrams.
type fingerprint struct {
	set [printBits / 64]uint64
	// words is the number of words of the text.
	words int
	// count is the number of set bits, 0 until it is asked for.
	count int
}

// add puts the trigram of the last three characters, 21 bits each, into the set.
func (f *fingerprint) add(trigram uint64) {
	bit := (trigram & (1<<63 - 1)) * 0x9e3779b97f4a7c15 >> (64 - 15)
	f.set[bit>>6&(printBits/64-1)] |= 1 << (bit & 63)
}

func (f *fingerprint) clear() { *f = fingerprint{} }

func (f *fingerprint) size() int {
	if f.count == 0 {
		for _, word := range f.set {
			f.count += bits.OnesCount64(word)
		}
	}
	return f.count
}

// similarLength says whether one of two texts has at most half as many words again as the other.
// It spares most comparisons.
func similarLength(a, b int) bool { return 2*a <= 3*b && 2*b <= 3*a }

// jaccard returns the similarity of two sets if it is at least atLeast, else 0.
func (f *fingerprint) jaccard(g *fingerprint, atLeast float64) float64 {
	if f.words == 0 || !similarLength(f.words, g.words) {
		return 0
	}
	small, large := min(f.size(), g.size()), max(f.size(), g.size())
	if large == 0 || float64(small) < atLeast*float64(large) {
		return 0
	}
	both := 0
	for i, word := range f.set {
		both += bits.OnesCount64(word & g.set[i])
	}
	similarity := float64(both) / float64(small+large-both)
	if similarity < atLeast {
		return 0
	}
	return similarity
}
