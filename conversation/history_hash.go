package conversation

import "hash/maphash"

// blockBytes is how much of a text is hashed at once.
const blockBytes = 4 << 10

// prefixSeed makes the hashes of prefixes; they are only compared within a process.
var prefixSeed = maphash.MakeSeed()

// textHash is the hash of a text that grows at its end.
type textHash struct {
	blocks int // that are hashed already
	chain  uint64
}

// upTo returns the hash of the first bytes of a text, which has at least those that were hashed before.
func (h *textHash) upTo(text string, size int) uint64 {
	for ; (h.blocks+1)*blockBytes <= size; h.blocks++ {
		h.chain = combine(h.chain, maphash.String(prefixSeed, text[h.blocks*blockBytes:(h.blocks+1)*blockBytes]))
	}
	return combine(h.chain, maphash.String(prefixSeed, text[h.blocks*blockBytes:size]))
}

func combine(chain, block uint64) uint64 {
	chain = (chain ^ block) * 0x9e3779b97f4a7c15
	return chain ^ chain>>32
}

// tailBytes is how much of a prefix's end is compared before all of it.
const tailBytes = 64

func tailOf(prefix string) uint64 {
	return maphash.String(prefixSeed, prefix[max(0, len(prefix)-tailBytes):])
}
