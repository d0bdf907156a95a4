package sessions

import (
	"sync"
	"time"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Sessions remembers what was read of each session. It is safe for concurrent use.
type Sessions struct {
	analyzer *signals.Analyzer
	store    *store
	// locks let one span of a session be analysed at a time.
	locks [256]sync.Mutex
	pool  sync.Pool // of *Session
}

// New returns the memory of an analyzer's sessions. now is the clock.
func New(analyzer *signals.Analyzer, limits Limits, now func() time.Time) *Sessions {
	return &Sessions{analyzer: analyzer, store: newStore(limits, now)}
}

// Usage returns how many sessions are remembered, about how many bytes they take, and how many made room for others before
// their time.
func (s *Sessions) Usage() (sessions, bytes int, evicted int64) { return s.store.usage() }

// Open returns what is remembered of a session. Until [Session.Close] nobody else can open it.
func (s *Sessions) Open(key Key) *Session {
	o, ok := s.pool.Get().(*Session)
	if !ok {
		o = &Session{sessions: s, state: s.analyzer.NewState()}
	}
	o.key = key
	o.known.reset()
	o.prefixes = o.prefixes[:0]
	if key == (Key{}) {
		return o
	}
	s.lock(key).Lock()
	if o.data, ok = s.store.get(key, o.data[:0]); ok {
		o.unreadable = o.known.read(o.data)
	}
	o.prefixes = o.known.prefixes(o.prefixes)
	return o
}

func (s *Sessions) lock(key Key) *sync.Mutex { return &s.locks[key[0]] }

// Session is what is remembered of one session, and what is worked with while it is open.
type Session struct {
	sessions *Sessions
	key      Key
	known    session
	changed  bool
	// unreadable is why what was remembered is lost.
	unreadable error

	data, out []byte
	prefixes  []conversation.Prefix
	state     *signals.State
	hashes    []uint64
	chains    []uint64
}

// maxKeptBytes is how much memory a session that was closed keeps for the next one.
const maxKeptBytes = 1 << 20

// Close remembers the session for its next span.
func (o *Session) Close() {
	s := o.sessions
	if o.key != (Key{}) {
		if o.changed {
			o.out = o.known.append(o.out[:0])
			s.store.put(o.key, o.out)
		}
		s.lock(o.key).Unlock()
	}
	o.changed, o.unreadable = false, nil
	if cap(o.data)+cap(o.out)+16*cap(o.hashes) <= maxKeptBytes {
		o.known.reset()
		s.pool.Put(o)
	}
}

// Prefixes are the beginnings of texts that need not be read again; see [conversation.Reader.Resume].
func (o *Session) Prefixes() []conversation.Prefix { return o.prefixes }
