package planosignals

import (
	"context"
	"slices"
	"time"

	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processorhelper"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/depth"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// tracesPipeline is a processor's place in a pipeline of traces.
type tracesPipeline struct {
	*signalsProcessor
	next consumer.Traces
}

// joinedSpan is a span with the content of log records among its events, n from an index on, while it is analysed.
type joinedSpan struct {
	span     ptrace.Span
	first, n int
}

func (t *tracesPipeline) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	if !t.joinsLogs {
		t.process(ctx, traces, nil)
		return traces, nil
	}
	joined, ready := t.join(traces)
	t.deliver(ctx, ready)
	if traces.ResourceSpans().Len() == 0 {
		return traces, processorhelper.ErrSkipProcessingData
	}
	t.process(ctx, traces, joined)
	return traces, nil
}

// join gives the spans of calls the content that came in log records, and takes those out of the batch whose content is yet
// to come. It returns the calls that need not wait any more.
func (t *tracesPipeline) join(traces ptrace.Traces) (joined []joinedSpan, ready []*pendingCall) {
	b := t.batches.get()
	defer t.batches.put(b)
	traces.ResourceSpans().RemoveIf(func(resource ptrace.ResourceSpans) bool {
		service := spans.ServiceOf(resource.Resource())
		resource.ScopeSpans().RemoveIf(func(scope ptrace.ScopeSpans) bool {
			before := scope.Spans().Len()
			scope.Spans().RemoveIf(func(span ptrace.Span) bool {
				facts := b.reader.ScanCall(span, service)
				if facts.Kind != spankind.Chat || facts.HasMessages() || span.TraceID().IsEmpty() || span.SpanID().IsEmpty() {
					return false
				}
				key := spans.KeyOf(span)
				if c := t.pending.take(key, facts.HasFault); c != nil {
					joined = append(joined, attach(span, c.events))
					return false
				}
				if !t.pending.waits(scope.Scope().Name(), facts.HasFault) {
					return false
				}
				ready = append(ready, t.pending.hold(key, t.alone(resource, scope, span))...)
				return true
			})
			return before > 0 && scope.Spans().Len() == 0
		})
		return resource.ScopeSpans().Len() == 0
	})
	return joined, ready
}

// alone moves a span out of its batch.
func (t *tracesPipeline) alone(resource ptrace.ResourceSpans, scope ptrace.ScopeSpans, span ptrace.Span) *waitingSpan {
	w := &waitingSpan{traces: ptrace.NewTraces(), scope: scope.Scope().Name(), next: t.next}
	r := w.traces.ResourceSpans().AppendEmpty()
	resource.Resource().CopyTo(r.Resource())
	r.SetSchemaUrl(resource.SchemaUrl())
	s := r.ScopeSpans().AppendEmpty()
	scope.Scope().CopyTo(s.Scope())
	s.SetSchemaUrl(scope.SchemaUrl())
	w.bytes = minSpanBytes + conversation.SpanBytes(span)
	span.MoveTo(s.Spans().AppendEmpty())
	return w
}

// flush passes on all spans of the pipeline that wait.
func (t *tracesPipeline) flush(ctx context.Context) {
	t.deliver(ctx, t.pending.expire(time.Time{}, t.next))
}

// attach adds content to the events of a span, in the order in which it was said.
func attach(span ptrace.Span, content []ptrace.SpanEvent) joinedSpan {
	j := joinedSpan{span: span, first: span.Events().Len(), n: len(content)}
	slices.SortStableFunc(content, func(a, b ptrace.SpanEvent) int {
		return int(a.Timestamp()) - int(b.Timestamp())
	})
	for _, event := range content {
		event.MoveTo(span.Events().AppendEmpty())
	}
	return j
}

// detach removes the content again.
func (j *joinedSpan) detach() {
	i := -1
	j.span.Events().RemoveIf(func(ptrace.SpanEvent) bool {
		i++
		return j.first <= i && i < j.first+j.n
	})
}

// deliver analyses spans that have waited and passes them on.
func (p *signalsProcessor) deliver(ctx context.Context, ready []*pendingCall) {
	for _, c := range ready {
		w := c.span
		span := w.traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
		p.meter.joined(ctx, len(c.events) > 0)
		p.process(ctx, w.traces, []joinedSpan{attach(span, c.events)})
		p.send(ctx, w, 0)
	}
}

// maxAttempts is how often a span that has waited is passed on where the next component refuses it.
const maxAttempts = 5

// send passes on a span that was analysed. What is refused is tried again later.
func (p *signalsProcessor) send(ctx context.Context, w *waitingSpan, attempts int) {
	kept := ptrace.NewTraces()
	w.traces.CopyTo(kept)
	err := w.next.ConsumeTraces(ctx, w.traces)
	if err == nil {
		return
	}
	w.traces = kept
	if attempts++; attempts == maxAttempts || consumererror.IsPermanent(err) || !p.retries.add(w, attempts) {
		p.meter.lost(ctx, err)
	}
}

// processLogs keeps what was said for the spans of the calls.
func (p *signalsProcessor) processLogs(ctx context.Context, logs plog.Logs) (plog.Logs, error) {
	p.meter.tooDeep(ctx, depth.Logs(logs))
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				key := spans.Key{TraceID: record.TraceID(), SpanID: record.SpanID()}
				if key.TraceID.IsEmpty() || key.SpanID.IsEmpty() {
					continue
				}
				if event, answers, ok := conversation.EventOf(record); ok {
					p.deliver(ctx, p.pending.add(key, scope.Scope().Name(), event, answers))
				}
			}
		}
	}
	p.content.ApplyLogs(logs)
	return logs, nil
}
