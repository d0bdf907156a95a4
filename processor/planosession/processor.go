package planosession

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/internal/depth"
	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/internal/ownmetrics"
	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planosession/internal/metadata"
)

// sessionProcessor is safe for concurrent batches.
type sessionProcessor struct {
	target   string
	fallback bool
	// ranks are the places of the attributes in the configured order, from 1.
	ranks     map[string]int
	telemetry *metadata.TelemetryBuilder
	labels    metric.MeasurementOption

	mu    sync.Mutex
	known *expiring.Store[pcommon.TraceID, session]
}

// session is the id that a trace was found to belong to, and the rank of the attribute that
// said so; the lower rank wins, 0 is none.
type session struct {
	id   string
	rank int
}

// maxSession is the length in bytes of an id as it was sent; a longer text is none.
const maxSession = 256

func newProcessor(set processor.Settings, config *Config, now func() time.Time) (*sessionProcessor, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	p := &sessionProcessor{
		target:    config.Target,
		fallback:  config.TraceIDFallback,
		ranks:     make(map[string]int, len(config.Attributes)),
		telemetry: telemetry,
		labels:    ownmetrics.Labels(ownmetrics.Processor(set.ID)),
		known:     expiring.New[pcommon.TraceID, session](config.MaxTraces, config.TTL, now),
	}
	for i, name := range config.Attributes {
		if _, twice := p.ranks[name]; !twice {
			p.ranks[name] = i + 1
		}
	}
	return p, nil
}

func (p *sessionProcessor) shutdown(context.Context) error {
	p.telemetry.Shutdown()
	return nil
}

func (p *sessionProcessor) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	if cut := depth.Traces(traces); cut > 0 {
		p.telemetry.ProcessorPlanosessionCutValues.Add(ctx, int64(cut), p.labels)
	}
	found := p.find(traces)
	p.remember(ctx, found)
	spans.Each(traces, func(span ptrace.Span) { p.write(span, found[span.TraceID()]) })
	return traces, nil
}

// find returns the session of each trace of the batch; a trace without one is there with none.
func (p *sessionProcessor) find(traces ptrace.Traces) map[pcommon.TraceID]session {
	found := map[pcommon.TraceID]session{}
	for _, resource := range traces.ResourceSpans().All() {
		shared := p.sessionOf(resource.Resource().Attributes())
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				own := p.sessionOf(span.Attributes())
				if own.rank == 0 {
					own = shared
				}
				found[span.TraceID()] = better(found[span.TraceID()], own)
			}
		}
	}
	return found
}

// sessionOf reads the best attribute that names a session.
func (p *sessionProcessor) sessionOf(attributes pcommon.Map) session {
	var best session
	for name, value := range attributes.All() {
		rank, ok := p.ranks[name]
		if !ok || best.rank != 0 && rank >= best.rank {
			continue
		}
		if id := idOf(value); id != "" {
			best = session{id, rank}
		}
	}
	return best
}

// idOf returns the id that a string, an integer or a boolean holds, as it can be shown. Other values are none: what is
// nested would be written out in full.
func idOf(value pcommon.Value) string {
	switch value.Type() {
	case pcommon.ValueTypeStr:
		if len(value.Str()) <= maxSession {
			return printable.Line(value.Str())
		}
	case pcommon.ValueTypeInt, pcommon.ValueTypeBool:
		return value.AsString()
	}
	return ""
}

// better keeps the first of equals.
func better(a, b session) session {
	if b.rank != 0 && (a.rank == 0 || b.rank < a.rank) {
		return b
	}
	return a
}

// remember adds what earlier batches said, and keeps it for later ones. What was said first
// stays: spans of the trace have gone on with it.
func (p *sessionProcessor) remember(ctx context.Context, found map[pcommon.TraceID]session) {
	evicted := 0
	p.mu.Lock()
	for trace, s := range found {
		if known, ok := p.known.Get(trace); ok {
			s = known
			found[trace] = known
		}
		if s.rank != 0 && !trace.IsEmpty() {
			evicted += p.known.Put(trace, s)
		}
	}
	p.mu.Unlock()
	if evicted > 0 {
		p.telemetry.ProcessorPlanosessionEvictions.Add(ctx, int64(evicted), p.labels)
	}
}

func (p *sessionProcessor) write(span ptrace.Span, s session) {
	switch {
	case s.rank != 0:
		span.Attributes().PutStr(p.target, s.id)
	case p.fallback:
		span.Attributes().PutStr(p.target, span.TraceID().String())
	}
}
