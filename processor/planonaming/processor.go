package planonaming

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/internal/depth"
	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

const (
	attributeOriginalName = "span.original_name"
	attributeResourceName = semconv.ResourceName
)

type namingProcessor struct {
	cfg        *Config
	marker     marker
	thresholds *thresholds
	telemetry  *metadata.TelemetryBuilder
	labels     labels
	internal   internalSpans
	traces     flaggedTraces
}

func newProcessor(set processor.Settings, cfg *Config, now func() time.Time) (*namingProcessor, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &namingProcessor{
		cfg:        cfg,
		marker:     marker(cfg.Marker),
		thresholds: newThresholds(marker(cfg.Marker), &cfg.Concerning),
		telemetry:  telemetry,
		labels:     newLabels(set.ID),
		internal: internalSpans{
			InternalConfig: cfg.Internal,
			parents:        expiring.New[spans.Key, pcommon.SpanID](cfg.MaxDroppedSpans, cfg.TTL, now),
		},
		traces: flaggedTraces{store: expiring.New[pcommon.TraceID, flaggedSpan](cfg.MaxTraces, cfg.TTL, now)},
	}, nil
}

// processTraces drops before it judges, so that no root is flagged for a span that nobody sees, and moves
// spans to other resources last.
func (p *namingProcessor) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	if p.cfg.ServiceNameOverride { // copies resources and scopes, by recursion
		if cut := depth.Traces(td); cut > 0 {
			p.telemetry.ProcessorPlanonamingCutValues.Add(ctx, int64(cut), p.labels.processor)
		}
	}
	if p.cfg.DropInternal {
		dropped, evicted := p.internal.drop(td)
		if dropped > 0 {
			p.telemetry.ProcessorPlanonamingDroppedInternalSpans.Add(ctx, int64(dropped), p.labels.processor)
		}
		p.recordEvictions(ctx, evicted, p.labels.evictedSpans)
		if dropped > 0 && td.ResourceSpans().Len() == 0 {
			return td, processorhelper.ErrSkipProcessingData
		}
	}
	flagged := p.nameSpans(ctx, td)
	if p.cfg.PropagateToRoot {
		p.nameRoots(ctx, td, flagged)
	}
	if p.cfg.ServiceNameOverride {
		if unmoved := moveToServices(td); unmoved > 0 {
			p.telemetry.ProcessorPlanonamingUnmovedSpans.Add(ctx, int64(unmoved), p.labels.processor)
		}
	}
	return td, nil
}

// nameSpans names each span by its own attributes, and returns the traces that hold a flagged one.
func (p *namingProcessor) nameSpans(ctx context.Context, td ptrace.Traces) worstSpans {
	var flagged worstSpans
	count := int64(0)
	spans.Each(td, func(span ptrace.Span) {
		judged, concerning := p.thresholds.judge(span)
		if len(p.cfg.NameFrom) > 0 {
			p.nameCanonically(span)
		}
		if concerning {
			p.flag(span)
			flagged.add(span.TraceID(), judged)
			count++
		}
	})
	if count > 0 {
		p.telemetry.ProcessorPlanonamingFlaggedSpans.Add(ctx, count, p.labels.flaggedSpans)
	}
	return flagged
}

func (p *namingProcessor) nameRoots(ctx context.Context, td ptrace.Traces, flagged worstSpans) {
	evicted, some := p.traces.merge(flagged)
	p.recordEvictions(ctx, evicted, p.labels.evictedTraces)
	if !some {
		return
	}
	count := int64(0)
	p.traces.flagRoots(td, flagged, func(root ptrace.Span, worst flaggedSpan) {
		p.flag(root)
		if worst.quality != qualityUnknown {
			root.Attributes().PutStr(semconv.SignalsTraceQuality, worst.quality.text(worst.lower))
		}
		root.Attributes().PutStr(semconv.SignalsTraceSpanID, worst.spanID.String())
		count++
	})
	if count > 0 {
		p.telemetry.ProcessorPlanonamingFlaggedSpans.Add(ctx, count, p.labels.flaggedRoots)
	}
}

// nameCanonically keeps the flag of a name that has it.
func (p *namingProcessor) nameCanonically(span ptrace.Span) {
	name := canonicalName(span.Attributes(), p.cfg.NameFrom)
	if name == "" {
		return
	}
	if p.marker.ends(span.Name()) {
		name = p.marker.mark(name)
	}
	p.rename(span, name)
}

func (p *namingProcessor) flag(span ptrace.Span) {
	p.rename(span, p.marker.mark(printable.Line(span.Name())))
	attrs := span.Attributes()
	attrs.PutBool(semconv.SignalsFlagged, true)
	if !p.cfg.SetResourceName {
		return
	}
	name := span.Name()
	if own, ok := attrs.Get(attributeResourceName); ok && own.Type() == pcommon.ValueTypeStr && own.Str() != "" {
		name = p.marker.mark(printable.Line(own.Str()))
	}
	attrs.PutStr(attributeResourceName, name)
}

func (p *namingProcessor) rename(span ptrace.Span, name string) {
	if name == span.Name() {
		return
	}
	if p.cfg.KeepOriginalName {
		if _, ok := span.Attributes().Get(attributeOriginalName); !ok {
			span.Attributes().PutStr(attributeOriginalName, printable.Line(span.Name()))
		}
	}
	span.SetName(name)
}

func (p *namingProcessor) recordEvictions(ctx context.Context, n int, of metric.MeasurementOption) {
	if n > 0 {
		p.telemetry.ProcessorPlanonamingEvictions.Add(ctx, int64(n), of)
	}
}
