package catalogue

import "slices"

// none is no node, or no call.
const none = int32(-1)

// node is a message that follows others. Lists that begin alike share the nodes of their beginning.
type node struct {
	hash uint64
	// parent is the message before, child the first of those that follow, next the next one of these.
	parent, child, next int32
	// maker is the number of the call that brought the node; where loose is true that call is not always there in the tree.
	maker int32
	loose bool
	// depth is how many messages come before.
	depth int32
	// What follows is of the transcript, see replay: which call held the message first, which earlier message it repeats although
	// what comes before differs, where it stands.
	first, same, place int32
}

// tree holds the lists of messages of a conversation's calls; a list is its last node.
type tree struct {
	nodes []node
	root  int32 // the first of those that begin a list
}

func newTree() tree { return tree{root: none} }

// insert returns the last node of a list whose beginning is at; made are the nodes that were new. Loose is the list of a call whose
// place follows from those that began before.
func (t *tree) insert(at int32, hashes []uint64, maker int32, loose bool) (leaf int32, made []int32) {
	for _, hash := range hashes {
		next := t.follower(at, hash)
		switch {
		case next == none:
			next = t.add(at, hash, maker)
			t.nodes[next].loose = loose
			made = append(made, next)
		case t.nodes[next].loose && !loose:
			t.nodes[next].maker, t.nodes[next].loose = maker, false
		}
		at = next
	}
	return at, made
}

// follower returns the node with a hash behind another one, none where it is not there.
func (t *tree) follower(at int32, hash uint64) int32 {
	next := t.root
	if at != none {
		next = t.nodes[at].child
	}
	for next != none && t.nodes[next].hash != hash {
		next = t.nodes[next].next
	}
	return next
}

func (t *tree) add(parent int32, hash uint64, maker int32) int32 {
	at := int32(len(t.nodes))
	n := node{hash: hash, parent: parent, child: none, next: t.root, maker: maker, first: none, same: none, place: none}
	if parent == none {
		t.root = at
	} else {
		n.next, n.depth = t.nodes[parent].child, t.nodes[parent].depth+1
		t.nodes[parent].child = at
	}
	t.nodes = append(t.nodes, n)
	return at
}

// length is how many messages a list has.
func (t *tree) length(leaf int32) int {
	if leaf == none {
		return 0
	}
	return int(t.nodes[leaf].depth) + 1
}

// path returns the nodes of a list from the first after the node from, which is one of them or none.
func (t *tree) path(leaf, from int32) []int32 {
	nodes := make([]int32, t.length(leaf)-t.length(from))
	for i := len(nodes) - 1; i >= 0; i-- {
		nodes[i], leaf = leaf, t.nodes[leaf].parent
	}
	return nodes
}

// at returns the node of a list at an index, none where it is shorter.
func (t *tree) at(leaf int32, index int) int32 {
	for leaf != none && int(t.nodes[leaf].depth) > index {
		leaf = t.nodes[leaf].parent
	}
	if leaf == none || int(t.nodes[leaf].depth) != index {
		return none
	}
	return leaf
}

// packed returns a list as a call keeps it: the number of its first messages that another call brought too, and the others.
func (t *tree) packed(leaf, call int32) (base int32, shared int, own []uint64) {
	for leaf != none && t.nodes[leaf].maker == call {
		own = append(own, t.nodes[leaf].hash)
		leaf = t.nodes[leaf].parent
	}
	slices.Reverse(own)
	if leaf == none {
		return none, 0, own
	}
	return t.nodes[leaf].maker, t.length(leaf), own
}
