package catalogue

// set is a set of numbers that stand close together, of conversations or of names. It is not safe for concurrent use.
type set struct {
	// size is how many there are.
	size   int
	chunks map[int64]*chunk
	// last is the chunk that was used last, at where it is.
	last *chunk
	at   int64
}

// chunk is the bits of 4,096 numbers.
type chunk [64]uint64

func newSet() *set { return &set{chunks: map[int64]*chunk{}} }

func (s *set) add(n int64) {
	if at := n >> 12; s.last == nil || at != s.at {
		if s.chunks[at] == nil {
			s.chunks[at] = new(chunk)
		}
		s.last, s.at = s.chunks[at], at
	}
	if bit := uint64(1) << (n & 63); s.last[n>>6&63]&bit == 0 {
		s.last[n>>6&63] |= bit
		s.size++
	}
}

func (s *set) has(n int64) bool {
	if at := n >> 12; s.last == nil || at != s.at {
		c := s.chunks[at]
		if c == nil {
			return false
		}
		s.last, s.at = c, at
	}
	return s.last[n>>6&63]&(1<<(n&63)) != 0
}
