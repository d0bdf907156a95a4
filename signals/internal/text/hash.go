package text

// The parameters of FNV-1a, 64 bits.
const (
	hashSeed  = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

// Hash returns a 64-bit hash of a text (FNV-1a, mixed), different for each kind of thing that is
// hashed.
func Hash(text string, kind byte) uint64 {
	hash := uint64(hashSeed) ^ uint64(kind)
	for i := 0; i < len(text); i++ {
		hash = (hash ^ uint64(text[i])) * hashPrime
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
