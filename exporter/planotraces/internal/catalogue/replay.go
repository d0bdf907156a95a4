package catalogue

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// replay brings the transcript up to date: which call held each message first, in the order in which the calls began.
func (c *conversation) replay() {
	if c.replayed == 0 {
		for i := range c.tree.nodes {
			n := &c.tree.nodes[i]
			n.first, n.same, n.place = none, none, none
		}
		c.heads, c.places = c.heads[:0], c.places[:0]
	}
	var chats map[model.TraceID]bool
	for ; c.replayed < len(c.ordered); c.replayed++ {
		call := c.ordered[c.replayed]
		call.segments = nil
		if !call.holds() {
			continue
		}
		if call.Kind == observe.KindAgent {
			if chats == nil {
				chats = c.chats()
			}
			if chats[call.trace] {
				call.leaf, call.base = none, none
				continue
			}
		}
		if call.ownTurn() || call.Kind == observe.KindAgent {
			c.find(call)
		}
		c.attribute(call)
	}
}

// find puts a call that is not in the tree where it belongs.
func (c *conversation) find(call *call) {
	base, repeated := none, none
	if call.ownTurn() {
		base, repeated = c.followed(call)
	}
	if repeated != none {
		call.leaf, call.base = repeated, base
		return
	}
	if call.leaf != none && call.base == base && c.tree.length(call.leaf) == c.tree.length(base)+len(call.hashes) {
		return
	}
	var made []int32
	call.base = base
	call.leaf, made = c.tree.insert(base, call.hashes, call.n, true)
	if call.observation != nil {
		call.made = append(call.made, made...)
	}
}

// followed returns the list that a call goes on from. Where another call of the same turn held the same, repeated is that list.
func (c *conversation) followed(call *call) (base, repeated int32) {
	knowsIDs := false
	for i := c.replayed - 1; i >= 0; i-- {
		other := c.ordered[i]
		if !other.holds() || other.leaf == none {
			continue
		}
		knowsIDs = knowsIDs || other.Response != 0
		switch {
		case call.Previous != 0:
			if other.Response == call.Previous {
				return other.leaf, none
			}
		case call.OwnTurn:
			if !other.OwnTurn {
				continue
			}
			if other.trace == call.trace && c.endsWith(other.leaf, call.hashes) {
				return other.base, other.leaf
			}
			return other.leaf, none
		case other.Response != 0 || other.Followed || other.OwnTurn:
			if !slices.Contains(c.hashesOf(other.leaf), call.hashes[0]) {
				return other.leaf, none
			}
		}
	}
	if call.Previous != 0 && !knowsIDs {
		for i := c.replayed - 1; i >= 0; i-- {
			if other := c.ordered[i]; other.holds() && other.leaf != none {
				return other.leaf, none
			}
		}
	}
	return none, none
}

func (c *conversation) endsWith(leaf int32, hashes []uint64) bool {
	for i := len(hashes) - 1; i >= 0; i-- {
		if leaf == none || c.tree.nodes[leaf].hash != hashes[i] {
			return false
		}
		leaf = c.tree.nodes[leaf].parent
	}
	return true
}

func (c *conversation) hashesOf(leaf int32) []uint64 {
	hashes := make([]uint64, 0, c.tree.length(leaf))
	for ; leaf != none; leaf = c.tree.nodes[leaf].parent {
		hashes = append(hashes, c.tree.nodes[leaf].hash)
	}
	return hashes
}

// attribute gives a call the messages that none before it held.
func (c *conversation) attribute(call *call) {
	known := call.leaf
	for known != none && c.tree.nodes[known].first == none {
		known = c.tree.nodes[known].parent
	}
	fresh := c.tree.path(call.leaf, known)
	if len(fresh) == 0 {
		c.use(call, head{none, call.leaf})
		return
	}
	replaced := head{none, known}
	if !slices.ContainsFunc(c.heads, func(h head) bool { return h.leaf == known }) && !call.ownTurn() {
		replaced = c.recognise(call, known, replaced)
	}
	offset := int32(c.tree.length(call.base))
	for _, at := range fresh {
		n := &c.tree.nodes[at]
		if n.first = call.n; n.same != none {
			continue
		}
		n.place = int32(len(c.places))
		c.places = append(c.places, at)
		index := n.depth - offset
		if last := len(call.segments) - 1; last >= 0 && call.segments[last].to == index {
			call.segments[last].to++
		} else {
			call.segments = append(call.segments, span{index, index + 1, n.place})
		}
	}
	c.use(call, replaced)
}

// recognise marks the messages of a call that are those of an earlier list which begins otherwise, and returns the list that the call
// goes on from.
func (c *conversation) recognise(call *call, known int32, replaced head) head {
	var (
		best    alignment
		list    = c.tree.path(call.leaf, none)
		fresh   = c.tree.length(known)
		earlier []int32
	)
	for i := len(c.heads) - 1; i >= 0; i-- {
		nodes := c.tree.path(c.heads[i].leaf, none)
		shared := 0
		for shared < min(len(nodes), len(list)) && nodes[shared] == list[shared] {
			shared++
		}
		if a := c.tree.align(list, nodes, shared, fresh); a.ok && a.to-a.from > best.to-best.from {
			best, earlier, replaced = a, nodes, c.heads[i]
		}
	}
	for i := best.from; i < best.to; i++ {
		same := earlier[min(best.at+i-best.from, len(earlier)-1)]
		for c.tree.nodes[same].same != none {
			same = c.tree.nodes[same].same
		}
		c.tree.nodes[list[i]].same = same
	}
	if best.ok {
		c.recogniseBefore(list, best.from, fresh)
	}
	return replaced
}

// recogniseBefore goes on backwards in the transcript from a message that was recognised: the earlier list may have been cut further than
// this one.
func (c *conversation) recogniseBefore(list []int32, from, fresh int) {
	for i := from - 1; i >= fresh; i-- {
		place := c.tree.nodes[c.tree.nodes[list[i+1]].same].place - 1
		if place < 0 || c.hashAt(int(place)) != c.tree.nodes[list[i]].hash {
			return
		}
		c.tree.nodes[list[i]].same = c.places[place]
	}
}

// use makes the list of a call the head that was used last, in place of the one that it goes on from.
func (c *conversation) use(call *call, replaced head) {
	at := slices.IndexFunc(c.heads, func(h head) bool { return h.leaf == replaced.leaf || h.leaf == call.leaf })
	switch {
	case at >= 0:
		c.heads = slices.Delete(c.heads, at, at+1)
	case c.tree.nodes[call.leaf].child != none && c.goesOn(call.leaf):
		return
	case len(c.heads) == maxHeads:
		c.heads = slices.Delete(c.heads, 0, 1)
	}
	c.heads = append(c.heads, head{call.n, call.leaf})
}

// goesOn is true where a message of the transcript follows a list.
func (c *conversation) goesOn(leaf int32) bool {
	for next := c.tree.nodes[leaf].child; next != none; next = c.tree.nodes[next].next {
		if c.tree.nodes[next].first != none {
			return true
		}
	}
	return false
}

// place returns where a message of a call stands in the transcript, by the index that its signals use; -1 where it is not known.
func (c *conversation) place(call *call, index int) int {
	if index < 0 {
		return -1
	}
	at := none
	switch {
	case call.leaf != none:
		at = c.tree.at(call.leaf, index)
	case index < len(call.hashes):
		at = c.last(call.hashes[index])
	}
	if at == none {
		return -1
	}
	if same := c.tree.nodes[at].same; same != none {
		at = same
	}
	return int(c.tree.nodes[at].place)
}

// last returns the node of the last message of the transcript with a hash.
func (c *conversation) last(hash uint64) int32 {
	for i := len(c.places) - 1; i >= 0; i-- {
		if c.tree.nodes[c.places[i]].hash == hash {
			return c.places[i]
		}
	}
	return none
}
