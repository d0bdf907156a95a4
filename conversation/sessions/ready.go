package sessions

import (
	"container/list"
	"sync"
)

// maxReady is how many sessions are kept as they are worked with, about 10 kB each, and 30 kB where messages are long.
const maxReady = 512

// readySessions are the sessions that were used last, but not those that are open. It is safe for concurrent use.
type readySessions struct {
	max   int
	mu    sync.Mutex
	byKey map[Key]*list.Element
	// order holds *Session, the one used longest ago first.
	order *list.List
}

func newReadySessions(most int) *readySessions {
	return &readySessions{max: most, byKey: map[Key]*list.Element{}, order: list.New()}
}

// take returns a session and removes it; it is nil where it is not among them.
func (r *readySessions) take(key Key) *Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	element, ok := r.byKey[key]
	if !ok {
		return nil
	}
	return r.remove(element)
}

// peek returns a session and leaves it; it is nil where it is not among them.
func (r *readySessions) peek(key Key) *Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	if element, ok := r.byKey[key]; ok {
		return element.Value.(*Session)
	}
	return nil
}

// put adds a session. It removes the one used longest ago of those that tryLock locks, where there are too many.
func (r *readySessions) put(o *Session, tryLock func(Key) bool) (locked *Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byKey[o.key] = r.order.PushBack(o)
	if r.order.Len() <= r.max {
		return nil
	}
	for element := r.order.Front(); element != nil; element = element.Next() {
		if tryLock(element.Value.(*Session).key) {
			return r.remove(element)
		}
	}
	return nil
}

func (r *readySessions) remove(element *list.Element) *Session {
	o := element.Value.(*Session)
	r.order.Remove(element)
	delete(r.byKey, o.key)
	return o
}
