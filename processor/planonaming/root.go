package planonaming

import (
	"encoding/hex"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"

	"github.com/otelcol-plano/otelcol-plano/internal/expiring"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// trouble is what the root of a trace is told of the trace's worst span.
type trouble struct {
	spanID  pcommon.SpanID
	quality quality
	// lower is true where the span's quality was written in lower case.
	lower bool
}

// troubles are those of the traces in one batch.
type troubles map[pcommon.TraceID]trouble

func (t *troubles) add(traceID pcommon.TraceID, of trouble) {
	if traceID.IsEmpty() {
		return
	}
	if *t == nil {
		*t = troubles{}
	}
	known, ok := (*t)[traceID]
	if !ok || of.quality > known.quality {
		(*t)[traceID] = of
	}
}

// flaggedTraces remembers traces for their root. It is safe for concurrent use.
type flaggedTraces struct {
	mu    sync.Mutex
	store *expiring.Store[pcommon.TraceID, trouble]
}

// merge remembers the troubles of a batch, and tells the batch what was known before. It returns how many
// traces made room.
func (f *flaggedTraces) merge(batch troubles) (evicted int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for traceID, t := range batch {
		if known, ok := f.store.Get(traceID); ok && known.quality >= t.quality {
			t = known
			batch[traceID] = t
		}
		evicted += f.store.Put(traceID, t)
	}
	return evicted
}

// flagRoots calls flag for each root of a flagged trace.
func (f *flaggedTraces) flagRoots(td ptrace.Traces, batch troubles, flag func(ptrace.Span, trouble)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(batch) == 0 && f.store.Len() == 0 {
		return
	}
	spans.Each(td, func(span ptrace.Span) {
		if !span.ParentSpanID().IsEmpty() {
			return
		}
		t, ok := batch[span.TraceID()]
		if !ok {
			t, ok = f.store.Get(span.TraceID())
		}
		if ok {
			flag(span, t)
		}
	})
}

// parseSpanID returns an empty id for what is not 16 hexadecimal digits.
func parseSpanID(s string) (id pcommon.SpanID) {
	if len(s) != hex.EncodedLen(len(id)) {
		return id
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return pcommon.SpanID{}
	}
	return id
}
