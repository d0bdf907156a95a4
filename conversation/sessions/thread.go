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
	// goesOn is true once a call went on from here. Of most conversations there is but one call; what it takes to go on from it is
	// not written, as it can be read again.
	goesOn bool
	// drifts is true where the answers come back in another form, so that none is among the messages at the end.
	drifts bool
	// response tells what a call that holds only its own turn goes on from: the id of an answer, or the trace of the turn
	// before; 0 is nothing.
	response uint64
	// isAnswer is true where response is the id of an answer.
	isAnswer bool
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

// continuation is how a call goes on from what is known.
type continuation struct {
	// at is the index of the conversation that goes on, -1 for none.
	at int
	// added is how many of the messages that were read it has already.
	added int
	// ownTurn is true where the call holds only what is new.
	ownTurn bool
}

// find returns how a call goes on; ok is false where the known beginning is of no use.
func (o *Session) find(reading *conversation.Reading, call *Call) (c continuation, ok bool) {
	threads := o.known.threads
	switch {
	case reading.Known >= 0:
		t := &threads[reading.Known]
		answer := lastOf(t.hashes, t.count-t.list.Messages)
		ok = len(answer) <= len(o.hashes) && slices.Equal(o.hashes[:len(answer)], answer)
		return continuation{at: reading.Known, added: len(answer)}, ok
	case call.Previous != "":
		return continuation{at: o.answered(idOf(call.Previous)), ownTurn: true}, true
	case reading.MayFollow && follows(reading):
		at := len(threads) - 1
		for at >= 0 && (threads[at].response == 0 || slices.Contains(threads[at].hashes, o.hashes[0])) {
			at--
		}
		if at >= 0 {
			return continuation{at: at, ownTurn: true}, true
		}
	case call.OwnTurn:
		c = continuation{at: len(threads) - 1, ownTurn: true}
		for c.at >= 0 && threads[c.at].response == 0 {
			c.at--
		}
		if c.at >= 0 && threads[c.at].response == traceOf(call) && slices.Equal(lastOf(threads[c.at].hashes, len(o.hashes)), o.hashes) {
			c.added = len(o.hashes) // another call of the same turn
		}
		return c, true
	case !reading.Whole:
		return continuation{at: -1}, true
	}
	return o.repeated(), true
}

// follows is true where nothing is said before the answer that only a model says: what is asked may go on from an earlier
// answer.
func follows(reading *conversation.Reading) bool {
	return !slices.ContainsFunc(reading.Messages[:askedBy(reading.Messages, 0, reading)], func(m signals.Message) bool {
		return m.Role == signals.RoleAssistant || m.Role == signals.RoleToolCall
	})
}

// answered returns the conversation that ends with an answer; where the ids of answers are not known, the one that was read
// last.
func (o *Session) answered(response uint64) (at int) {
	at = slices.IndexFunc(o.known.threads, func(t thread) bool { return t.response == response })
	if at >= 0 || slices.ContainsFunc(o.known.threads, func(t thread) bool { return t.response != 0 }) {
		return at
	}
	return len(o.known.threads) - 1
}

// repeated returns the longest conversation that the messages begin with.
func (o *Session) repeated() continuation {
	threads := o.known.threads
	c := continuation{at: -1}
	chain := uint64(0)
	for i, hash := range o.hashes {
		chain = extend(chain, hash)
		for j := range threads {
			if t := &threads[j]; t.count == i+1 && t.chain == chain {
				c.at, c.added = j, i+1
			}
		}
	}
	return c
}

// isRepeatable is true where the next call holds all messages again.
func (t *thread) isRepeatable() bool { return t.response == 0 && t.asked > 0 }

// take removes a conversation, and makes it ready to go on; one that ends with an answer, which several calls can follow, it
// copies. ok is false where it can't.
func (o *Session) take(c continuation) (t thread, ok bool) {
	at := c.at
	if at < 0 {
		return t, true
	}
	t = o.known.threads[at]
	if t.isAnswer {
		t.hashes = slices.Clone(t.hashes)
	} else {
		o.known.threads = slices.Delete(o.known.threads, at, at+1)
	}
	t.goesOn = true
	if t.live == nil {
		t.live = o.sessions.emptyState()
		if t.live.UnmarshalBinary(t.state) != nil {
			o.release(&t)
			return t, false
		}
		t.state = nil
	}
	return t, true
}

// beginAgain returns the conversation t, empty again: what it takes to go on from where it was is not there.
func (o *Session) beginAgain(t *thread) thread {
	return thread{live: o.sessions.emptyState(), origin: t.origin, goesOn: true, drifts: t.drifts}
}

// begin returns the conversation, empty yet, that these messages are all of.
func (o *Session) begin(reading *conversation.Reading, hashes []uint64) thread {
	t := thread{live: o.sessions.emptyState(), origin: hashes[0] | 1}
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
