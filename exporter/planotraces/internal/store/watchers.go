package store

import (
	"context"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// maxUnread is how many changes wait for one watcher.
const maxUnread = 256

// watchers passes changes on to whoever watches. It never waits for one.
type watchers struct {
	mu     sync.Mutex
	all    map[*watcher]struct{}
	closed bool
}

type watcher struct {
	changes chan traceapi.Change
	// missed is true where a change did not fit and that has not been told yet.
	missed bool
}

func (w *watchers) add(ctx context.Context) <-chan traceapi.Change {
	one := &watcher{changes: make(chan traceapi.Change, maxUnread)}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		close(one.changes)
		return one.changes
	}
	if w.all == nil {
		w.all = map[*watcher]struct{}{}
	}
	w.all[one] = struct{}{}
	context.AfterFunc(ctx, func() { w.remove(one) })
	return one.changes
}

func (w *watchers) remove(one *watcher) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.all[one]; ok {
		delete(w.all, one)
		close(one.changes)
	}
}

// anyone is true where a change has somebody to be told to.
func (w *watchers) anyone() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.all) > 0
}

func (w *watchers) tell(changes []traceapi.Change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for one := range w.all {
		for _, change := range changes {
			one.tell(change)
		}
	}
}

// tell passes a change on. One that does not fit is lost, which the empty change tells once there is room.
func (w *watcher) tell(change traceapi.Change) {
	if w.missed {
		select {
		case w.changes <- traceapi.Change{}:
			w.missed = false
		default:
			return
		}
	}
	select {
	case w.changes <- change:
	default:
		w.missed = true
	}
}

func (w *watchers) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for one := range w.all {
		delete(w.all, one)
		close(one.changes)
	}
}
