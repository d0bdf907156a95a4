package sessions

import (
	"sync"
	"time"
)

// Limits bound what is remembered.
type Limits struct {
	// MaxSessions is how many sessions are remembered, at least 1. The one that was unused for longest makes room.
	MaxSessions int
	// MaxBytes is how much memory they take together.
	MaxBytes int
	// TTL is for how long a session is remembered after its last span; above 0.
	TTL time.Duration
}

// entryBytes is about what a session takes beside its data: the entry and its place in the map.
const entryBytes = 128

// none is no entry.
const none = -1

// store holds the data of sessions, the one used last in front. It is safe for concurrent use.
type store struct {
	limits Limits
	now    func() time.Time

	mu      sync.Mutex
	index   map[Key]int32
	entries []entry
	free    int32
	// first was used last.
	first, last int32
	bytes       int
	evicted     int64
	// removed is told of each session that is forgotten.
	removed func(Key)
}

type entry struct {
	key        Key
	data       []byte
	expires    int64
	next, prev int32
}

func newStore(limits Limits, now func() time.Time) *store {
	return &store{limits: limits, now: now, index: map[Key]int32{}, free: none, first: none, last: none, removed: func(Key) {}}
}

// get appends the data of a session, nothing where it is not known.
func (s *store) get(key Key, to []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire(s.now())
	if i, ok := s.index[key]; ok {
		to = append(to, s.entries[i].data...)
	}
	return to
}

// knows is true for a session that was not forgotten.
func (s *store) knows(key Key) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire(s.now())
	_, ok := s.index[key]
	return ok
}

// ensure makes a session the one used last.
func (s *store) ensure(key Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.use(key)
	s.makeRoom()
}

// put keeps a copy of the data of a session that is known; of others there is nothing to keep any more.
func (s *store) put(key Key, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.index[key]
	if !ok {
		return
	}
	e := &s.entries[i]
	s.bytes -= cap(e.data)
	if cap(e.data) >= len(data) && cap(e.data) <= 2*len(data) {
		e.data = append(e.data[:0], data...)
	} else {
		e.data = append(make([]byte, 0, len(data)), data...)
	}
	s.bytes += cap(e.data)
	s.makeRoom()
}

// use makes a session the one used last.
func (s *store) use(key Key) {
	i, ok := s.index[key]
	if ok {
		s.unlink(i)
	} else {
		i = s.allocate(key)
	}
	s.entries[i].expires = s.now().Add(s.limits.TTL).UnixNano()
	s.link(i)
}

func (s *store) makeRoom() {
	for len(s.index) > s.limits.MaxSessions || s.bytes > s.limits.MaxBytes && s.last != none {
		s.remove(s.last)
		s.evicted++
	}
}

// expire forgets the sessions whose time is over.
func (s *store) expire(now time.Time) {
	for s.last != none && s.entries[s.last].expires <= now.UnixNano() {
		s.remove(s.last)
	}
}

// allocate returns a place for a session.
func (s *store) allocate(key Key) int32 {
	i := s.free
	if i == none {
		i = int32(len(s.entries))
		s.entries = append(s.entries, entry{})
	} else {
		s.free = s.entries[i].next
	}
	s.entries[i].key = key
	s.index[key] = i
	s.bytes += entryBytes
	return i
}

func (s *store) remove(i int32) {
	s.unlink(i)
	e := &s.entries[i]
	s.removed(e.key)
	delete(s.index, e.key)
	s.bytes -= entryBytes + cap(e.data)
	*e = entry{next: s.free}
	s.free = i
}

func (s *store) unlink(i int32) {
	e := &s.entries[i]
	if e.prev == none {
		s.first = e.next
	} else {
		s.entries[e.prev].next = e.next
	}
	if e.next == none {
		s.last = e.prev
	} else {
		s.entries[e.next].prev = e.prev
	}
}

// link puts an entry in front.
func (s *store) link(i int32) {
	e := &s.entries[i]
	e.prev, e.next = none, s.first
	if s.first == none {
		s.last = i
	} else {
		s.entries[s.first].prev = i
	}
	s.first = i
}

// usage returns how many sessions are remembered, the bytes that they take, and how many made room before their
// time.
func (s *store) usage() (sessions, bytes int, evicted int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.index), s.bytes, s.evicted
}
