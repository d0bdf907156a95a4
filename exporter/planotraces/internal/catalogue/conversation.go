package catalogue

import (
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// maxCalls is how many calls a conversation has; what comes then is its next part, a conversation of its own. It is less than
// docsPerConversation.
const maxCalls = 5_000

// conversation is one with all of its calls.
type conversation struct {
	cid     int64
	hash    int64
	session string
	// calls are in the order in which they came, ordered in that in which they began.
	calls, ordered []*call
	// members are the spans of its traces.
	members map[model.TraceID]*membership
	tree    tree
	// heads are the lists that nothing follows yet, the one that was used last at the end.
	heads []head
	// places are the nodes of the transcript in its order, placed those of the calls that are in it: ordered up to replayed.
	places   []int32
	replayed int
	// nextN is the number of the next call.
	nextN int32
	// spoken are the hashes of texts that are in the index of words since the conversation was read, bounded.
	spoken map[uint64]struct{}
	// answer is the beginning of what was answered last, answered when; it stays when the call goes.
	answer   string
	answered int64
	// written are the findings as the table has them.
	written []located
}

// membership counts the spans of a trace that are of a conversation: its own and those that name none.
type membership struct {
	own, plain counts
	// stored is true where the row of own is written.
	stored bool
}

// head is a list that nothing follows yet.
type head struct{ call, leaf int32 }

// maxHeads is how many lists that nothing follows are compared with those that begin otherwise.
const maxHeads = 16

func newConversation(cid, hash int64, session string) *conversation {
	return &conversation{
		cid: cid, hash: hash, session: session, members: map[model.TraceID]*membership{}, tree: newTree(),
		spoken: map[uint64]struct{}{},
	}
}

// weight is about how much memory it takes, in bytes.
func (c *conversation) weight() int64 {
	size := 1024 + 48*len(c.tree.nodes) + 900*len(c.calls) + 120*len(c.members) + 40*len(c.spoken)
	for _, call := range c.calls {
		size += 8 * len(call.hashes)
	}
	return int64(size)
}

// add adds a call, which was not there before.
func (c *conversation) add(call *call) {
	if call.n == none {
		call.n = c.nextN
	}
	c.nextN = max(c.nextN, call.n+1)
	c.calls = append(c.calls, call)
	if call.last != "" && call.end >= c.answered {
		c.answer, c.answered = call.last, call.end
	}
	call.last = ""
	at := len(c.ordered)
	for at > 0 && c.ordered[at-1].compare(call) > 0 {
		at--
	}
	c.ordered = append(c.ordered, nil)
	copy(c.ordered[at+1:], c.ordered[at:])
	c.ordered[at] = call
	if at < c.replayed {
		c.replayed = 0
	}
	if c.replayed > 0 && call.Kind == observe.KindModel && call.holds() && c.repeats(call.trace) {
		c.replayed = 0
	}
	if call.holds() && !call.ownTurn() && call.Kind != observe.KindAgent && call.leaf == none {
		call.leaf, call.made = c.tree.insert(none, call.hashes, call.n, false)
		call.hashes = nil
	}
}

// repeats is true where the transcript has messages of an agent's span of a trace.
func (c *conversation) repeats(trace model.TraceID) bool {
	for _, call := range c.calls {
		if call.Kind == observe.KindAgent && call.trace == trace && len(call.segments) > 0 {
			return true
		}
	}
	return false
}

// chats returns the traces in which calls of models hold messages: there agents only repeat these.
func (c *conversation) chats() map[model.TraceID]bool {
	traces := map[model.TraceID]bool{}
	for _, call := range c.calls {
		if call.Kind == observe.KindModel && call.holds() {
			traces[call.trace] = true
		}
	}
	return traces
}
