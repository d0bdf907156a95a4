package sessions

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Sessions remembers what was read of each session. It is safe for concurrent use.
type Sessions struct {
	analyzer *signals.Analyzer
	// store holds all sessions, in the form of their data those that are not among the ready ones.
	store *store
	ready *readySessions
	// locks let one span of a session be analysed at a time.
	locks [256]sync.Mutex
	now   func() time.Time
	// disk is nil where sessions don't outlive the process.
	disk   *persistence
	pool   sync.Pool // of *Session
	states sync.Pool // of *signals.State
	// knowTools is true once a tool's span was noted.
	knowTools atomic.Bool
}

// New returns the memory of an analyzer's sessions. now is the clock.
func New(analyzer *signals.Analyzer, limits Limits, now func() time.Time) *Sessions {
	s := &Sessions{analyzer: analyzer, now: now, store: newStore(limits, now), ready: newReadySessions(maxReady)}
	s.pool.New = func() any { return &Session{sessions: s} }
	s.states.New = func() any { return analyzer.NewState() }
	return s
}

// emptyState returns the state of an empty conversation, for states to take back.
func (s *Sessions) emptyState() *signals.State {
	state := s.states.Get().(*signals.State)
	state.Reset()
	return state
}

// Usage returns how many sessions are remembered, about how many bytes they take, and how many made room for others before
// their time.
func (s *Sessions) Usage() (sessions, bytes int, evicted int64) { return s.store.usage() }

// Open returns what is remembered of a session. Until [Session.Close] nobody else can open it.
func (s *Sessions) Open(ctx context.Context, key Key) *Session {
	if key == (Key{}) {
		return s.pool.Get().(*Session)
	}
	s.lock(key).Lock()
	o := s.ready.take(key)
	if o != nil && !s.store.knows(key) {
		s.discard(o)
		o = nil
	}
	if o == nil {
		o = s.pool.Get().(*Session)
		o.key = key
		o.load(s.dataOf(ctx, key, o.data[:0]))
	}
	o.prefixes = o.known.prefixes(o.prefixes[:0])
	return o
}

func (s *Sessions) lock(key Key) *sync.Mutex { return &s.locks[key[0]] }

// discard makes a session free for the next one.
func (s *Sessions) discard(o *Session) {
	for i := range o.known.threads {
		if live := o.known.threads[i].live; live != nil {
			s.states.Put(live)
		}
	}
	o.known.reset()
	if cap(o.data)+cap(o.out)+16*cap(o.hashes) > maxKeptBytes {
		o = &Session{sessions: s}
	}
	o.key, o.changed, o.touched = Key{}, false, false
	o.prefixes = o.prefixes[:0]
	s.pool.Put(o)
}

// maxKeptBytes is how much memory a session that was closed keeps for the next one.
const maxKeptBytes = 1 << 20

// Session is what is remembered of one session, and what is worked with while it is open.
type Session struct {
	sessions *Sessions
	key      Key
	known    session
	// changed is true where the store has other data.
	changed bool
	// touched is true where it was changed since it was opened.
	touched bool

	data, out []byte
	prefixes  []conversation.Prefix
	hashes    []uint64
}

// change notes that what is remembered is not what was.
func (o *Session) change() { o.changed, o.touched = true, true }

// load reads what is remembered.
func (o *Session) load(data []byte) {
	o.data = data
	if len(data) == 0 {
		return
	}
	if err := o.known.read(data); err != nil {
		o.known.reset()
		if o.sessions.disk != nil {
			o.sessions.disk.lose(err)
		}
	}
}

// Close remembers the session for its next span.
func (o *Session) Close() {
	s := o.sessions
	if o.key == (Key{}) {
		s.discard(o)
		return
	}
	lock := s.lock(o.key)
	if o.known.isEmpty() {
		s.discard(o)
		lock.Unlock()
		return
	}
	s.store.ensure(o.key)
	if s.disk != nil {
		s.disk.touch(o.key, o.touched, s.now())
	}
	o.touched = false
	if !o.known.goesOn() {
		s.putAway(o)
		return
	}
	evicted := s.ready.put(o, func(key Key) bool { return s.lock(key).TryLock() })
	lock.Unlock()
	if evicted != nil {
		s.putAway(evicted)
	}
}

// putAway writes a session, which is locked and not among the ready ones, to the store.
func (s *Sessions) putAway(o *Session) {
	lock := s.lock(o.key)
	if o.changed {
		o.out = o.known.append(o.out[:0])
		s.store.put(o.key, o.out)
	}
	s.discard(o)
	lock.Unlock()
}

// Prefixes are the beginnings of texts that need not be read again; see [conversation.Reader.Resume].
func (o *Session) Prefixes() []conversation.Prefix { return o.prefixes }

// Persist keeps the sessions on a disk, with those that are there already. maker tells what analysis they are of: sessions of
// another one start anew. An error that is [ErrCorrupt] says that what can't be read is lost; with others nothing is
// persisted.
func (s *Sessions) Persist(ctx context.Context, disk Disk, maker string) error {
	p, err := openDisk(ctx, disk, maker, s.store.limits.TTL, s.now())
	if p == nil || err != nil && !errors.Is(err, ErrCorrupt) {
		return err
	}
	s.disk = p
	s.knowTools.Store(true)
	s.store.removed = p.forget
	return err
}

// Flush writes the sessions that have changed to the disk, if there is one. An error that is [ErrCorrupt] says that some could
// not be read before.
func (s *Sessions) Flush(ctx context.Context) error {
	if s.disk == nil {
		return nil
	}
	return s.disk.flush(ctx, s.now(), s.encoded)
}

// Leave writes what has changed, so that the next process finds everything.
func (s *Sessions) Leave(ctx context.Context) error {
	if s.disk == nil {
		return nil
	}
	return errors.Join(s.Flush(ctx), s.disk.index(ctx, s.now()))
}

// dataOf returns what the store has of a session, else what the disk has.
func (s *Sessions) dataOf(ctx context.Context, key Key, to []byte) []byte {
	if s.disk == nil || s.store.knows(key) {
		return s.store.get(key, to)
	}
	data := s.disk.get(ctx, key, s.now())
	if data != nil {
		s.store.ensure(key)
		s.store.put(key, data)
	}
	return append(to, data...)
}

// encoded returns the data of a session, nil where it is not remembered.
func (s *Sessions) encoded(key Key) []byte {
	s.lock(key).Lock()
	defer s.lock(key).Unlock()
	if o := s.ready.peek(key); o != nil {
		return o.known.append(nil)
	}
	if !s.store.knows(key) {
		return nil
	}
	return s.store.get(key, nil)
}
