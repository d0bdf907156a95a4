package planosession

import (
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/internal/shared"
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
	shared.Map[*Config, *memory]
	now func() time.Time
}

func newMemories(now func() time.Time) *memories { return &memories{now: now} }

// take returns the memory of a configuration, to be released once.
func (m *memories) take(config *Config) (*memory, error) {
	return m.Take(config, func() (*memory, error) {
		return &memory{known: expiring.New[pcommon.TraceID, conversation.SessionID](config.MaxTraces, config.TTL, m.now)}, nil
	})
}
