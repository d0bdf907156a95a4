package faults

import (
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
)

// memory remembers which faults of a trace have been told, so that a fault seen
// again in a later batch is not counted again.
type memory struct {
	mu      sync.Mutex
	told    *expiring.Store[pcommon.TraceID, toldFaults]
	evicted int64
}

func newMemory(maxTraces int, ttl time.Duration, now func() time.Time) *memory {
	return &memory{told: expiring.New[pcommon.TraceID, toldFaults](maxTraces, ttl, now)}
}

// toldFaults is a bit for each leaf that was told. The top bit says that a cause is
// among them: a status of 5xx or a bare "failed" names none.
type toldFaults uint32

const toldCause toldFaults = 1 << 31

// tell returns true where a span's fault is news in its trace, and remembers it. The first
// cause after a fault without one is taken for its cause, and is no news.
func (m *memory) tell(trace pcommon.TraceID, fault *Fault) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	told, _ := m.told.Get(trace)
	bit := toldFaults(1) << fault.Leaf
	named := fault.rank == rankNamed
	news := told == 0 || named && told&bit == 0 && told&toldCause != 0
	told |= bit
	if named {
		told |= toldCause
	}
	m.evicted += int64(m.told.Put(trace, told))
	return news
}

// evictions counts the traces that were forgotten before their time, to make room.
func (m *memory) evictions() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.evicted
}
