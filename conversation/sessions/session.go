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
	// runs are what the spans of tools tell, those of the trace that began last at the end.
	runs []run
	// holdsCalls is true where its conversations hold the calls of tools themselves.
	holdsCalls bool
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

// told is a signal that a span told of.
type told struct{ signal, span uint64 }

func (s *session) isEmpty() bool { return len(s.threads)+len(s.told)+len(s.counted)+len(s.runs) == 0 }

func (s *session) reset() {
	clear(s.threads)
	clear(s.runs)
	*s = session{threads: s.threads[:0], told: s.told[:0], counted: s.counted[:0], runs: s.runs[:0]}
}

// prefixes appends those of the conversations, in their order.
func (s *session) prefixes(to []conversation.Prefix) []conversation.Prefix {
	for i := range s.threads {
		t := &s.threads[i]
		if t.live == nil && len(t.state) == 0 {
			to = append(to, conversation.Prefix{}) // there is nothing to go on from
			continue
		}
		to = append(to, t.list)
	}
	return to
}

// goesOn is true once a call went on from what is known: others may follow soon.
func (s *session) goesOn() bool {
	return slices.ContainsFunc(s.threads, func(t thread) bool { return t.goesOn || !t.isRepeatable() })
}

// keep puts a conversation at the end; the one used longest ago makes room.
func (s *session) keep(t thread) {
	if len(s.threads) == maxThreads {
		s.threads = slices.Delete(s.threads, 0, 1)
	}
	s.threads = append(s.threads, t)
}

// begins is true where one of the conversations begins with these messages, or is them.
func (s *session) begins(hashes []uint64) bool {
	return slices.ContainsFunc(s.threads, func(t thread) bool { return t.begins(hashes) })
}
