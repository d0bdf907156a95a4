package catalogue

// set is a set of numbers of conversations, which stand close together.
type set struct {
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
	s.last[n>>6&63] |= 1 << (n & 63)
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
