package planosession

import (
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
)

// memory holds the sessions that traces were found to belong to. It is safe for concurrent use.
type memory struct {
	mu    sync.Mutex
	known *expiring.Store[pcommon.TraceID, conversation.SessionID]
}

// merge adds what earlier batches said, and keeps it for later ones. What was said first stays: spans of the
// trace have gone on with it. It returns how many traces were forgotten to make room.
func (m *memory) merge(found map[pcommon.TraceID]conversation.SessionID) (evicted int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for trace, s := range found {
		if known, ok := m.known.Get(trace); ok {
			s = known
			found[trace] = known
		}
		if s.Found() {
			evicted += m.known.Put(trace, s)
		}
	}
	return evicted
}

// memories holds a memory for each configuration: what spans say of a trace holds for its log records, which come through
// another pipeline, too.
type memories struct {
	now func() time.Time

	mu sync.Mutex
	of map[*Config]*sharedMemory
}

type sharedMemory struct {
	memory
	users int
}

func newMemories(now func() time.Time) *memories {
	return &memories{now: now, of: map[*Config]*sharedMemory{}}
}

// take returns the memory of a configuration, to be released once.
func (m *memories) take(config *Config) *memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	shared, ok := m.of[config]
	if !ok {
		shared = &sharedMemory{memory: memory{
			known: expiring.New[pcommon.TraceID, conversation.SessionID](config.MaxTraces, config.TTL, m.now),
		}}
		m.of[config] = shared
	}
	shared.users++
	return &shared.memory
}

func (m *memories) release(config *Config) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if shared := m.of[config]; shared != nil {
		if shared.users--; shared.users == 0 {
			delete(m.of, config)
		}
	}
}
