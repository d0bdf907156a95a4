package planosession

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/depth"
	"github.com/otelcol-plano/otelcol-plano/internal/ownmetrics"
	"github.com/otelcol-plano/otelcol-plano/processor/planosession/internal/metadata"
)

// sessionProcessor is safe for concurrent batches.
type sessionProcessor struct {
	config    *Config
	keys      *conversation.SessionKeys
	telemetry *metadata.TelemetryBuilder
	labels    metric.MeasurementOption
	memory    *memory
	// release gives the memory back.
	release func()
}

func newProcessor(set processor.Settings, config *Config, memories *memories) (*sessionProcessor, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	memory, err := memories.take(config)
	if err != nil {
		return nil, err
	}
	return &sessionProcessor{
		config:    config,
		keys:      conversation.NewSessionKeys(config.Attributes, config.ExtraAttributes...),
		telemetry: telemetry,
		labels:    ownmetrics.Labels(ownmetrics.Processor(set.ID)),
		memory:    memory,
		release:   sync.OnceFunc(func() { memories.Release(config) }),
	}, nil
}

func (p *sessionProcessor) shutdown(context.Context) error {
	p.release()
	p.telemetry.Shutdown()
	return nil
}

// item is a span or a log record.
type item struct {
	trace      pcommon.TraceID
	attributes pcommon.Map
	// own is the session that it names itself, or its resource.
	own conversation.SessionID
}

func (p *sessionProcessor) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	p.countCut(ctx, depth.Traces(traces))
	items := make([]item, 0, traces.SpanCount())
	for _, resource := range traces.ResourceSpans().All() {
		shared := p.keys.First(resource.Resource().Attributes())
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				items = append(items, p.item(span.TraceID(), span.Attributes(), shared))
			}
		}
	}
	p.write(ctx, items)
	return traces, nil
}

func (p *sessionProcessor) processLogs(ctx context.Context, logs plog.Logs) (plog.Logs, error) {
	p.countCut(ctx, depth.Logs(logs))
	items := make([]item, 0, logs.LogRecordCount())
	for _, resource := range logs.ResourceLogs().All() {
		shared := p.keys.First(resource.Resource().Attributes())
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				items = append(items, p.item(record.TraceID(), record.Attributes(), shared))
			}
		}
	}
	p.write(ctx, items)
	return logs, nil
}

func (p *sessionProcessor) item(trace pcommon.TraceID, attributes pcommon.Map, shared conversation.SessionID) item {
	own := p.keys.First(attributes)
	if !own.Found() {
		own = shared
	}
	return item{trace, attributes, own}
}

func (p *sessionProcessor) write(ctx context.Context, items []item) {
	found := map[pcommon.TraceID]conversation.SessionID{}
	for _, i := range items {
		if !i.trace.IsEmpty() {
			found[i.trace] = found[i.trace].Or(i.own)
		}
	}
	if evicted := p.memory.merge(found); evicted > 0 {
		p.telemetry.ProcessorPlanosessionEvictions.Add(ctx, int64(evicted), p.labels)
	}
	for _, i := range items {
		session := i.own
		if !i.trace.IsEmpty() {
			session = found[i.trace]
		}
		p.route(i, session)
		p.name(i, i.own.Or(session))
	}
}

// route writes what is alike on all of a trace.
func (p *sessionProcessor) route(i item, session conversation.SessionID) {
	switch {
	case p.config.Target == "":
	case session.Found():
		i.attributes.PutStr(p.config.Target, session.ID)
	case p.config.TraceIDFallback && !i.trace.IsEmpty():
		i.attributes.PutStr(p.config.Target, i.trace.String())
	}
}

// name writes the session's id. A text that is there stays, and so does what can't be an id.
func (p *sessionProcessor) name(i item, session conversation.SessionID) {
	if p.config.SessionAttribute == "" {
		return
	}
	value, ok := i.attributes.Get(p.config.SessionAttribute)
	switch {
	case !ok, value.Type() == pcommon.ValueTypeEmpty, value.Type() == pcommon.ValueTypeStr && value.Str() == "":
		if session.Found() {
			i.attributes.PutStr(p.config.SessionAttribute, session.ID)
		}
	case value.Type() == pcommon.ValueTypeInt, value.Type() == pcommon.ValueTypeBool:
		value.SetStr(value.AsString())
	}
}

func (p *sessionProcessor) countCut(ctx context.Context, cut int) {
	if cut > 0 {
		p.telemetry.ProcessorPlanosessionCutValues.Add(ctx, int64(cut), p.labels)
	}
}
