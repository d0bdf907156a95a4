package catalogue

// sources says which call is the last one that holds a message.
type sources struct {
	*conversation
	// last is the index of the call by node, none where there is none.
	last []int32
}

// sources finds them: a list holds all that its last message follows, as far as the call has it all.
func (c *conversation) sources() sources {
	s := sources{c, make([]int32, len(c.tree.nodes))}
	for i := range s.last {
		s.last[i] = none
	}
	for i := len(c.ordered) - 1; i >= 0; i-- {
		call := c.ordered[i]
		if call.base != none {
			continue
		}
		for node := call.leaf; node != none && s.last[node] == none; node = c.tree.nodes[node].parent {
			s.last[node] = int32(i)
		}
	}
	return s
}

// of returns the source of a segment of a call, and where it begins in that.
func (s sources) of(call int, segment *span) (source, at int) {
	end := s.places[segment.place+segment.to-segment.from-1]
	if s.last[end] == none {
		return call, int(segment.from)
	}
	return int(s.last[end]), int(s.tree.nodes[s.places[segment.place]].depth)
}
