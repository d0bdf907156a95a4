// Package oversized lets an exporter send a span that is larger than
// sending_queue::batch::max_size in a request of its own. The exporter helper itself drops
// such a span, and all that stands behind it in its batch.
package oversized

import (
	"context"
	"errors"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/exporter/xexporter"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// name is what the second queue of an exporter, that of single requests, is called: the
// exporter otlp/jaeger has otlp/jaeger/oversized beside it, in metrics and in its storage.
const name = "oversized"

// Queue is an exporter's sending_queue setting.
type Queue = configoptional.Optional[exporterhelper.QueueBatchConfig]

// WithQueue copies an exporter's configuration and changes the queue of the copy.
type WithQueue func(config component.Config, change func(Queue) Queue) component.Config

type factory struct {
	xexporter.Factory
	withQueue WithQueue
}

// NewFactory returns upstream's factory, whose traces exporters send alone what is larger
// than their batches.
func NewFactory(upstream exporter.Factory, withQueue WithQueue) exporter.Factory {
	return factory{upstream.(xexporter.Factory), withQueue}
}

func (f factory) CreateTraces(ctx context.Context, set exporter.Settings, config component.Config) (exporter.Traces, error) {
	batched, err := f.Factory.CreateTraces(ctx, set, config)
	if err != nil {
		return nil, err
	}
	maxSize := 0
	unbatched := f.withQueue(config, func(queue Queue) Queue {
		queue, maxSize = withoutBatch(queue)
		return queue
	})
	if maxSize == 0 {
		return batched, nil
	}
	id := name
	if set.ID.Name() != "" {
		id = set.ID.Name() + "/" + name
	}
	set.ID = component.NewIDWithName(set.ID.Type(), id)
	single, err := f.Factory.CreateTraces(ctx, set, unbatched)
	if err != nil {
		return nil, err
	}
	return &traces{batched: batched, single: single, maxSize: maxSize}, nil
}

// withoutBatch also returns the largest batch in bytes, 0 where there is no such bound.
func withoutBatch(queue Queue) (Queue, int) {
	if !queue.HasValue() || !queue.Get().Batch.HasValue() {
		return queue, 0
	}
	batch := queue.Get().Batch.Get()
	if batch.Sizer != exporterhelper.RequestSizerTypeBytes {
		return queue, 0
	}
	single := *queue.Get()
	single.Batch = configoptional.None[exporterhelper.BatchConfig]()
	return configoptional.Some(single), int(batch.MaxSize)
}

// traces hands on what fits into batches to one exporter, the rest to another.
type traces struct {
	batched, single exporter.Traces
	maxSize         int
}

func (*traces) Capabilities() consumer.Capabilities { return consumer.Capabilities{MutatesData: true} }

func (e *traces) Start(ctx context.Context, host component.Host) error {
	if err := e.batched.Start(ctx, host); err != nil {
		return err
	}
	return e.single.Start(ctx, host)
}

func (e *traces) Shutdown(ctx context.Context) error {
	return errors.Join(e.batched.Shutdown(ctx), e.single.Shutdown(ctx))
}

func (e *traces) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	if sizes.TracesSize(td) <= e.maxSize {
		return e.batched.ConsumeTraces(ctx, td)
	}
	var errs error
	for _, request := range take(td, e.maxSize) {
		errs = errors.Join(errs, e.single.ConsumeTraces(ctx, request))
	}
	if td.SpanCount() > 0 {
		errs = errors.Join(errs, e.batched.ConsumeTraces(ctx, td))
	}
	return errs
}
