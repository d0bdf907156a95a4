package planoheaders

import (
	"context"
	"maps"
	"slices"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/internal/depth"
	"github.com/otelcol-plano/otelcol-plano/internal/ownmetrics"
	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
)

// mapper holds what the settings say. It is not changed after it was made.
type mapper struct {
	*finder
	reservedKeys
	spans           spanFilter
	itemStatic      []staticAttribute
	resourceStatic  []staticAttribute
	maxAttributes   int
	override        bool
	removeOriginals bool
}

func newMapper(cfg *Config) *mapper {
	m := &mapper{
		finder:          newFinder(cfg),
		reservedKeys:    newReservedKeys(cfg.ReservedKeys),
		spans:           newSpanFilter(cfg.Only),
		maxAttributes:   cfg.MaxAttributes,
		override:        cfg.Override,
		removeOriginals: cfg.RemoveOriginals,
	}
	var static []staticAttribute
	for _, key := range slices.Sorted(maps.Keys(cfg.Static)) {
		static = append(static, staticAttribute{key, cfg.Static[key]})
	}
	if cfg.StaticTarget == targetResource {
		m.resourceStatic = static
	} else {
		m.itemStatic = static
	}
	return m
}

type headersProcessor struct {
	*mapper
	telemetry      *metadata.TelemetryBuilder
	labels         metric.MeasurementOption
	refusedOptions [reasonCount]metric.MeasurementOption
}

func newProcessor(set processor.Settings, cfg *Config) (*headersProcessor, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	p := &headersProcessor{mapper: newMapper(cfg), telemetry: telemetry, labels: ownmetrics.Labels(ownmetrics.Processor(set.ID))}
	for r, name := range reasonNames {
		p.refusedOptions[r] = ownmetrics.Labels(ownmetrics.Processor(set.ID), attribute.String("reason", name))
	}
	return p, nil
}

func (p *headersProcessor) newBatch(ctx context.Context) batch {
	return batch{mapper: p.mapper, request: p.inMetadata(client.FromContext(ctx).Metadata)}
}

func (p *headersProcessor) record(ctx context.Context, b *batch) {
	for r, n := range b.refused {
		if n > 0 {
			p.telemetry.ProcessorPlanoheadersRefusedHeaders.Add(ctx, n, p.refusedOptions[r])
		}
	}
}

func (p *headersProcessor) recordCut(ctx context.Context, cut int) {
	if cut > 0 {
		p.telemetry.ProcessorPlanoheadersCutValues.Add(ctx, int64(cut), p.labels)
	}
}

func (p *headersProcessor) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	p.recordCut(ctx, depth.Traces(td))
	b := p.newBatch(ctx)
	for _, rs := range td.ResourceSpans().All() {
		b.resource(rs.Resource().Attributes())
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				if p.spans.matches(span) {
					b.item(span.Attributes())
				}
			}
		}
	}
	p.record(ctx, &b)
	return td, nil
}

func (p *headersProcessor) processLogs(ctx context.Context, ld plog.Logs) (plog.Logs, error) {
	p.recordCut(ctx, depth.Logs(ld))
	b := p.newBatch(ctx)
	for _, rl := range ld.ResourceLogs().All() {
		b.resource(rl.Resource().Attributes())
		for _, sl := range rl.ScopeLogs().All() {
			for _, record := range sl.LogRecords().All() {
				b.item(record.Attributes())
			}
		}
	}
	p.record(ctx, &b)
	return ld, nil
}

func (p *headersProcessor) processMetrics(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	p.recordCut(ctx, depth.Metrics(md))
	b := p.newBatch(ctx)
	for _, rm := range md.ResourceMetrics().All() {
		b.resource(rm.Resource().Attributes())
		for _, sm := range rm.ScopeMetrics().All() {
			for _, m := range sm.Metrics().All() {
				b.dataPoints(m)
			}
		}
	}
	p.record(ctx, &b)
	return md, nil
}

func (b *batch) dataPoints(m pmetric.Metric) {
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		for _, dp := range m.Gauge().DataPoints().All() {
			b.item(dp.Attributes())
		}
	case pmetric.MetricTypeSum:
		for _, dp := range m.Sum().DataPoints().All() {
			b.item(dp.Attributes())
		}
	case pmetric.MetricTypeHistogram:
		for _, dp := range m.Histogram().DataPoints().All() {
			b.item(dp.Attributes())
		}
	case pmetric.MetricTypeExponentialHistogram:
		for _, dp := range m.ExponentialHistogram().DataPoints().All() {
			b.item(dp.Attributes())
		}
	case pmetric.MetricTypeSummary:
		for _, dp := range m.Summary().DataPoints().All() {
			b.item(dp.Attributes())
		}
	}
}
