package sessions

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// session is what is remembered of one.
type session struct {
	// threads are its conversations, the one read last at the end.
	threads []thread
	// told are the signals that spans told of, the newest at the end.
	told []told
	// counted are the qualities under which its conversations count, that of the one read last at the end.
	counted []counted
}

// counted is the quality under which a conversation counts, whose origin says which one it is.
type counted struct {
	origin  uint64
	quality signals.Quality
}

// ofFaults is the origin of a conversation of which only faults are known.
const ofFaults = 0

const (
	// maxThreads is how many conversations of a session are remembered: sub-agents, forks, histories that were edited.
	maxThreads = 8
	// maxHashes is how many messages of a conversation are recognised, the newest.
	maxHashes = 192
	// maxCounted is how many of its conversations have a quality that is remembered.
	maxCounted = 2 * maxThreads
	// maxTold is how many signals of a session are remembered, the newest.
	maxTold = 256
)

// thread is a conversation up to a message.
type thread struct {
	// state is the analysis of the first messages, as signals.State writes it.
	state []byte
	// count is how many messages these are, chain the hash of all of them, hashes those of the last ones.
	count  int
	chain  uint64
	hashes []uint64
	// list recognises them as the beginning of a text.
	list conversation.Prefix
	// response is the hash of the id of the answer with which they end, 0 where they end with none.
	response uint64
	// origin is the same for all conversations that came of one.
	origin uint64
}

// told is a signal that a span told of.
type told struct{ signal, span uint64 }

func (s *session) reset() {
	clear(s.threads)
	*s = session{threads: s.threads[:0], told: s.told[:0], counted: s.counted[:0]}
}

// prefixes appends those of the conversations, in their order.
func (s *session) prefixes(to []conversation.Prefix) []conversation.Prefix {
	for i := range s.threads {
		to = append(to, s.threads[i].list)
	}
	return to
}

// keep puts a conversation at the end, in place of the one at an index, or of none at -1.
func (s *session) keep(i int, t thread) {
	if i >= 0 {
		s.threads = slices.Delete(s.threads, i, i+1)
	} else if len(s.threads) == maxThreads {
		s.threads = slices.Delete(s.threads, 0, 1)
	}
	s.threads = append(s.threads, t)
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

// maxShared is how many of the first messages are looked for in another conversation.
const maxShared = 4

// shares is true where one of the first messages is among those of the conversation: it is the same one, forked, edited or
// cut in front.
func (t *thread) shares(hashes []uint64) bool {
	return slices.ContainsFunc(hashes[:min(len(hashes), maxShared)], func(h uint64) bool { return slices.Contains(t.hashes, h) })
}
