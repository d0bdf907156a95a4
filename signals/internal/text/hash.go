package text

// The parameters of FNV-1a, 64 bits.
const (
	HashSeed  = 0xcbf29ce484222325
	HashPrime = 0x100000001b3
)

// Hash returns a 64-bit hash of a text (FNV-1a, mixed), different for each kind of thing that is
// hashed.
func Hash(text string, kind byte) uint64 {
	hash := uint64(HashSeed) ^ uint64(kind)
	for i := 0; i < len(text); i++ {
		hash = (hash ^ uint64(text[i])) * HashPrime
	}
	return Mix(hash)
}

// Mix spreads the bits of a hash; the constants are those of SplitMix64.
func Mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
