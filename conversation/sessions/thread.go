package sessions

import (
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// thread is a conversation up to a message.
type thread struct {
	// live is the analysis of its messages, state what signals.State writes of it. One of them is there.
	live  *signals.State
	state []byte
	// count is how many messages it has, asked how many of these come before the last answer, chain the hash of all, hashes those
	// of the last ones.
	count, asked int
	chain        uint64
	hashes       []uint64
	// list recognises those before the last answer as the beginning of a text.
	list conversation.Prefix
	// drifts is true where the answers come back in another form, so that none is among the messages at the end.
	drifts bool
	// response tells what a call that holds only its own turn goes on from: the id of an answer, or the trace of the turn
	// before; 0 is nothing.
	response uint64
	// origin is the same for all conversations that came of one.
	origin uint64
}

// add notes the next messages.
func (t *thread) add(hashes []uint64) {
	for _, hash := range hashes {
		t.chain = extend(t.chain, hash)
	}
	t.count += len(hashes)
	t.hashes = append(t.hashes, hashes...)
	if len(t.hashes) > 2*maxHashes {
		t.hashes = append(t.hashes[:0], lastOf(t.hashes, maxHashes)...)
	}
}

// hashAt returns the hash of a message, ok is false where it is not remembered.
func (t *thread) hashAt(i int) (hash uint64, ok bool) {
	if i -= t.count - len(t.hashes); i < 0 || i >= len(t.hashes) {
		return 0, false
	}
	return t.hashes[i], true
}

// begins is true where the conversation begins with these messages, or is it.
func (t *thread) begins(hashes []uint64) bool {
	return len(t.hashes) == t.count && len(hashes) <= t.count && slices.Equal(t.hashes[:len(hashes)], hashes)
}

// wasAsked is true where the conversation has the same messages before its last answer, as far as they are remembered.
func (t *thread) wasAsked(hashes []uint64) bool {
	first := t.count - len(t.hashes)
	return first < t.asked && t.asked < len(hashes) && slices.Equal(t.hashes[:t.asked-first], hashes[first:t.asked])
}

// maxShared is how many of the first messages are looked for in another conversation.
const maxShared = 4

// shares is true where one of the first messages is among those of the conversation: it is the same one, forked, edited or
// cut in front.
func (t *thread) shares(hashes []uint64) bool {
	return slices.ContainsFunc(hashes[:min(len(hashes), maxShared)], func(h uint64) bool { return slices.Contains(t.hashes, h) })
}

func lastOf(hashes []uint64, n int) []uint64 { return hashes[max(0, len(hashes)-n):] }

func idOf(response string) uint64 { return xxhash.Sum64String(response) | 1 }

func traceOf(call *Call) uint64 { return xxhash.Sum64(call.Trace[:]) | 1 }

// find returns the conversation that goes on here, -1 for none, and how many of the messages that were read it
// has already. ok is false where the known beginning is of no use.
func (o *Session) find(reading *conversation.Reading, call *Call) (at, added int, ok bool) {
	threads := o.known.threads
	switch {
	case reading.Known >= 0:
		t := &threads[reading.Known]
		answer := lastOf(t.hashes, t.count-t.list.Messages)
		ok = len(answer) <= len(o.hashes) && slices.Equal(o.hashes[:len(answer)], answer)
		return reading.Known, len(answer), ok
	case call.Previous != "":
		id := idOf(call.Previous)
		return slices.IndexFunc(threads, func(t thread) bool { return t.response == id }), 0, true
	case call.OwnTurn:
		for at = len(threads) - 1; at >= 0 && threads[at].response == 0; {
			at--
		}
		if at >= 0 && threads[at].response == traceOf(call) && slices.Equal(lastOf(threads[at].hashes, len(o.hashes)), o.hashes) {
			added = len(o.hashes) // another call of the same turn
		}
		return at, added, true
	case !reading.Whole:
		return -1, 0, true
	}
	at = -1
	chain := uint64(0)
	for i, hash := range o.hashes {
		chain = extend(chain, hash)
		for j := range threads {
			if t := &threads[j]; t.count == i+1 && t.chain == chain {
				at, added = j, i+1
			}
		}
	}
	return at, added, true
}

// take removes a conversation, or copies it, and makes it ready to go on; ok is false where it can't.
func (o *Session) take(at int, copied bool) (t thread, ok bool) {
	if at < 0 {
		return t, true
	}
	t = o.known.threads[at]
	if copied {
		t.hashes = slices.Clone(t.hashes)
	} else {
		o.known.threads = slices.Delete(o.known.threads, at, at+1)
	}
	if t.live == nil {
		t.live = o.sessions.states.Get().(*signals.State)
		if t.live.UnmarshalBinary(t.state) != nil {
			o.release(&t)
			return t, false
		}
		t.state = nil
	}
	return t, true
}

// begin returns the conversation, empty yet, that these messages are all of.
func (o *Session) begin(reading *conversation.Reading, hashes []uint64) thread {
	t := thread{live: o.sessions.states.Get().(*signals.State), origin: hashes[0] | 1}
	t.live.Reset()
	for i := range o.known.threads {
		if other := &o.known.threads[i]; other.shares(hashes) {
			t.origin = other.origin
			break
		}
	}
	asked := askedBy(reading.Messages, 0, reading)
	at := slices.IndexFunc(o.known.threads, func(other thread) bool {
		return !other.drifts && other.asked < asked && other.wasAsked(hashes)
	})
	if at >= 0 {
		t.drifts, t.origin = true, o.known.threads[at].origin
		o.release(&o.known.threads[at])
		o.known.threads = slices.Delete(o.known.threads, at, at+1)
	}
	return t
}

// release gives back the memory of a conversation that is not kept.
func (o *Session) release(t *thread) {
	if t.live != nil {
		o.sessions.states.Put(t.live)
		t.live = nil
	}
}
