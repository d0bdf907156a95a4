package spanstore

import (
	"container/list"
	"sync"
)

// cache keeps what was read or decoded last, up to a number of bytes. It is safe for concurrent use; values are shared.
type cache[K comparable, V any] struct {
	mu      sync.Mutex
	bytes   int
	room    int
	entries map[K]*list.Element
	order   *list.List // the last used first
}

type cached[K comparable, V any] struct {
	key   K
	value V
	bytes int
}

func newCache[K comparable, V any](room int) *cache[K, V] {
	return &cache[K, V]{room: room, entries: map[K]*list.Element{}, order: list.New()}
}

func (c *cache[K, V]) get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached[K, V]).value, true
}

// put keeps a value that takes as many bytes, unless that is more than half of the room.
func (c *cache[K, V]) put(key K, value V, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		c.drop(e)
	}
	if bytes > c.room/2 {
		return
	}
	c.entries[key] = c.order.PushFront(&cached[K, V]{key, value, bytes})
	for c.bytes += bytes; c.bytes > c.room; {
		c.drop(c.order.Back())
	}
}

func (c *cache[K, V]) delete(key K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		c.drop(e)
	}
}

func (c *cache[K, V]) drop(e *list.Element) {
	entry := c.order.Remove(e).(*cached[K, V])
	delete(c.entries, entry.key)
	c.bytes -= entry.bytes
}

// recent keeps at least as many of the values that were used last as a generation has. It is used by one goroutine.
type recent[K comparable, V any] struct {
	size     int
	new, old map[K]V
}

func newRecent[K comparable, V any](size int) *recent[K, V] {
	return &recent[K, V]{size: size, new: map[K]V{}}
}

func (r *recent[K, V]) get(key K) (V, bool) {
	value, ok := r.new[key]
	if ok {
		return value, true
	}
	if value, ok = r.old[key]; ok {
		r.put(key, value)
	}
	return value, ok
}

func (r *recent[K, V]) put(key K, value V) {
	if len(r.new) >= r.size {
		r.new, r.old = make(map[K]V, r.size), r.new
	}
	r.new[key] = value
}

func (r *recent[K, V]) delete(key K) {
	delete(r.new, key)
	delete(r.old, key)
}
