package conversation

import (
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// FaultMemory remembers which faults of a trace have been told, so that a fault seen
// again in a later batch is not counted again. Its memory is bounded; it serves all
// goroutines.
type FaultMemory struct {
	mu sync.Mutex
	// told holds a bit for each leaf that was told.
	told *expiring.Store[pcommon.TraceID, uint32]
}

// NewFaultMemory returns a memory of at most maxTraces traces (at least 1), each for ttl
// after its last fault.
func NewFaultMemory(maxTraces int, ttl time.Duration, now func() time.Time) *FaultMemory {
	return &FaultMemory{told: expiring.New[pcommon.TraceID, uint32](maxTraces, ttl, now)}
}

// Tell returns true where the fault is news, and remembers it.
func (m *FaultMemory) Tell(trace pcommon.TraceID, leaf signals.Leaf) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	told, _ := m.told.Get(trace)
	bit := uint32(1) << leaf
	news := told&bit == 0
	// A bare server error above a fault that has been told names no other one.
	if leaf == signals.APIError && told != 0 {
		news = false
	}
	m.told.Put(trace, told|bit)
	return news
}
