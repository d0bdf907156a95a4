// Package expiring remembers a bounded number of things for a while.
package expiring

import (
	"container/list"
	"time"
)

// Store remembers values for a time, and at most a number of them: the one written longest ago makes room.
// Entries expire as others are read and written, so it needs no goroutine. It is not safe for concurrent use.
type Store[K comparable, V any] struct {
	capacity int
	ttl      time.Duration
	now      func() time.Time
	entries  map[K]*list.Element
	// order holds entries, the one written longest ago first.
	order *list.List
}

type entry[K comparable, V any] struct {
	key     K
	value   V
	expires time.Time
}

// New returns a store of at most capacity entries, at least 1, each for ttl after it was last put. now is the clock.
func New[K comparable, V any](capacity int, ttl time.Duration, now func() time.Time) *Store[K, V] {
	return &Store[K, V]{capacity: capacity, ttl: ttl, now: now, entries: map[K]*list.Element{}, order: list.New()}
}

// Len counts the entries that have not expired.
func (s *Store[K, V]) Len() int {
	s.expire(s.now())
	return len(s.entries)
}

// Get returns the value of a key that has not expired.
func (s *Store[K, V]) Get(key K) (value V, ok bool) {
	element, ok := s.entries[key]
	if !ok {
		return value, false
	}
	e := element.Value.(*entry[K, V])
	if !s.now().Before(e.expires) {
		return value, false
	}
	return e.value, true
}

// Put sets the value of a key, which lives on for the whole TTL, and returns how many entries made room
// before their time.
func (s *Store[K, V]) Put(key K, value V) (evicted int) {
	now := s.now()
	s.expire(now)
	if element, ok := s.entries[key]; ok {
		e := element.Value.(*entry[K, V])
		e.value, e.expires = value, now.Add(s.ttl)
		s.order.MoveToBack(element)
		return 0
	}
	for len(s.entries) >= s.capacity {
		s.remove(s.order.Front())
		evicted++
	}
	s.entries[key] = s.order.PushBack(&entry[K, V]{key, value, now.Add(s.ttl)})
	return evicted
}

// Delete forgets a key.
func (s *Store[K, V]) Delete(key K) {
	if element, ok := s.entries[key]; ok {
		s.remove(element)
	}
}

func (s *Store[K, V]) expire(now time.Time) {
	for first := s.order.Front(); first != nil; first = s.order.Front() {
		if now.Before(first.Value.(*entry[K, V]).expires) {
			return
		}
		s.remove(first)
	}
}

func (s *Store[K, V]) remove(element *list.Element) {
	s.order.Remove(element)
	delete(s.entries, element.Value.(*entry[K, V]).key)
}
