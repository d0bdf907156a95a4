// Package shared lets the pipelines in which a configuration stands have one thing in common: the collector makes a component
// for each of them, of the same configuration.
package shared

import "sync"

// Map holds a thing for each key, for as long as it has users. It is safe for concurrent use; the zero value is empty.
type Map[K comparable, V any] struct {
	mu sync.Mutex
	of map[K]*entry[V]
}

type entry[V any] struct {
	value V
	users int
}

// Take returns the thing of a key, to be released once. It is made for the first user; an error is that of making it.
func (m *Map[K, V]) Take(key K, create func() (V, error)) (V, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.of[key]; ok {
		e.users++
		return e.value, nil
	}
	value, err := create()
	if err != nil {
		return value, err
	}
	if m.of == nil {
		m.of = map[K]*entry[V]{}
	}
	m.of[key] = &entry[V]{value, 1}
	return value, nil
}

// Len is how many things there are.
func (m *Map[K, V]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.of)
}

// Release is true for the last user of the thing of a key, which is then gone.
func (m *Map[K, V]) Release(key K) (last bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.of[key]
	if !ok {
		return false
	}
	if e.users--; e.users > 0 {
		return false
	}
	delete(m.of, key)
	return true
}
