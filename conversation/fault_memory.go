package conversation

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// FaultMemory remembers which faults of a trace have been told, so that a fault seen
// again in a later batch is not counted again. Its memory is bounded; it serves all
// goroutines.
type FaultMemory struct {
	mu     sync.Mutex
	traces *simplelru.LRU[pcommon.TraceID, toldFaults]
	ttl    time.Duration
	now    func() time.Time
}

// toldFaults is a bit for each leaf that was told, until it expires.
type toldFaults struct {
	leaves  uint32
	expires time.Time
}

// NewFaultMemory returns a memory of at most maxTraces traces (at least 1), each for ttl
// after its last fault.
func NewFaultMemory(maxTraces int, ttl time.Duration, now func() time.Time) (*FaultMemory, error) {
	traces, err := simplelru.NewLRU[pcommon.TraceID, toldFaults](maxTraces, nil)
	if err != nil {
		return nil, err
	}
	return &FaultMemory{traces: traces, ttl: ttl, now: now}, nil
}

// Tell returns true where the fault is news, and remembers it.
func (m *FaultMemory) Tell(trace pcommon.TraceID, leaf signals.Leaf) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	told, ok := m.traces.Get(trace)
	if !ok || now.After(told.expires) {
		told = toldFaults{}
	}
	bit := uint32(1) << leaf
	news := told.leaves&bit == 0
	// A bare server error above a fault that has been told names no other one.
	if leaf == signals.APIError && told.leaves != 0 {
		news = false
	}
	told.leaves |= bit
	told.expires = now.Add(m.ttl)
	m.traces.Add(trace, told)
	return news
}
