package planonaming

import (
	"encoding/hex"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// flaggedSpan is what the root of a trace gets to show of the trace's worst flagged span.
type flaggedSpan struct {
	spanID  pcommon.SpanID
	quality quality
	// lower is true where the span's quality was written in lower case.
	lower bool
}

// worstSpans are the worst flagged spans of the traces in one batch.
type worstSpans map[pcommon.TraceID]flaggedSpan

func (w *worstSpans) add(traceID pcommon.TraceID, span flaggedSpan) {
	if traceID.IsEmpty() {
		return
	}
	if *w == nil {
		*w = worstSpans{}
	}
	known, ok := (*w)[traceID]
	if !ok || span.quality > known.quality {
		(*w)[traceID] = span
	}
}

// flaggedTraces remembers traces for their root. It is safe for concurrent use.
type flaggedTraces struct {
	mu    sync.Mutex
	store *expiring.Store[pcommon.TraceID, flaggedSpan]
}

// merge remembers the worst spans of a batch, and tells the batch what was known before. It returns how many
// traces made room, and whether any trace is remembered.
func (f *flaggedTraces) merge(batch worstSpans) (evicted int, some bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for traceID, worst := range batch {
		if known, ok := f.store.Get(traceID); ok && known.quality >= worst.quality {
			worst = known
			batch[traceID] = worst
		}
		evicted += f.store.Put(traceID, worst)
	}
	return evicted, f.store.Len() > 0
}

// rootSpan is the root of a trace, and what it is to show if the trace is flagged.
type rootSpan struct {
	span    ptrace.Span
	worst   flaggedSpan
	flagged bool
}

// rootsAtHand are as many as need no memory of their own: batches hold few whole traces.
const rootsAtHand = 16

// flagRoots calls flag for each root of a flagged trace. It holds the lock for the look-ups only.
func (f *flaggedTraces) flagRoots(td ptrace.Traces, batch worstSpans, flag func(root ptrace.Span, worst flaggedSpan)) {
	var buffer [rootsAtHand]rootSpan
	roots := buffer[:0]
	spans.Each(td, func(span ptrace.Span) {
		if span.ParentSpanID().IsEmpty() {
			worst, ok := batch[span.TraceID()]
			roots = append(roots, rootSpan{span, worst, ok})
		}
	})
	f.lookUp(roots)
	for i := range roots {
		if roots[i].flagged {
			flag(roots[i].span, roots[i].worst)
		}
	}
}

// lookUp completes the roots of traces that only earlier batches flagged.
func (f *flaggedTraces) lookUp(roots []rootSpan) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range roots {
		if r := &roots[i]; !r.flagged {
			r.worst, r.flagged = f.store.Get(r.span.TraceID())
		}
	}
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
