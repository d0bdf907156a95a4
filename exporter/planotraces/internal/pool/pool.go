// Package pool keeps what is costly to make for whoever needs it next.
package pool

import "sync"

// Pool is safe for concurrent use.
type Pool[T any] struct {
	fresh func() (T, error)
	kept  sync.Pool
}

// New returns a pool of what fresh makes.
func New[T any](fresh func() (T, error)) *Pool[T] { return &Pool[T]{fresh: fresh} }

// Take returns one that was put back, else a new one.
func (p *Pool[T]) Take() (T, error) {
	if kept, ok := p.kept.Get().(T); ok {
		return kept, nil
	}
	return p.fresh()
}

// Put keeps one.
func (p *Pool[T]) Put(one T) { p.kept.Put(one) }
