package main

import (
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/records"
	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/jsonl"
)

// origin says where a conversation was found.
type origin struct {
	// ID is the conversation's own, or that of the trace.
	ID string
	// TraceID and SpanID are hexadecimal, empty for what is no span.
	TraceID, SpanID string
}

// worker analyzes one block at a time.
type worker struct {
	pipeline *pipeline
	spans    *spanReader
	block    *block
	// number is that of the current record.
	number int
}

func newWorker(p *pipeline) *worker { return &worker{pipeline: p, spans: newSpanReader(p.analyzer)} }

func (w *worker) analyze(b *block) {
	w.block = b
	for i := range b.records {
		r := &b.records[i]
		w.number = r.Number
		switch {
		case r.Err != nil:
			w.fail(origin{}, r.Err)
		case r.Protobuf:
			w.traces(unmarshalProtobuf(r.Data))
		case r.Data[0] == '[':
			w.array(r.Data)
		default:
			w.object(r.Data)
		}
	}
}

// array analyzes the elements of a JSON array, as far as it can be read.
func (w *worker) array(data []byte) {
	r := jsonread.New(string(data))
	err := r.Array(func() error {
		element, err := r.Raw()
		if err == nil {
			w.object([]byte(element))
		}
		return err
	})
	if err == nil && !r.AtEnd() {
		err = jsonread.ErrSyntax
	}
	if err != nil {
		w.fail(origin{}, err)
	}
}

// object analyzes a conversation, or traces.
func (w *worker) object(data []byte) {
	c, err := jsonl.Parse(data)
	switch {
	case err == nil:
		w.report(origin{ID: c.ID}, c.Messages)
	case errors.Is(err, jsonl.ErrNoMessages) && records.HoldsSpans(data):
		w.traces(unmarshalJSON(data))
	default:
		w.fail(origin{ID: c.ID}, err)
	}
}

func (w *worker) traces(traces ptrace.Traces, err error) {
	if err != nil {
		w.fail(origin{}, err)
		return
	}
	w.block.spans += traces.SpanCount()
	w.spans.each(traces, func(o origin, messages []signals.Message, err error) {
		if err != nil {
			w.fail(o, err)
		} else {
			w.report(o, messages)
		}
	})
}

func (w *worker) report(o origin, messages []signals.Message) {
	report := w.pipeline.analyzer.Analyze(messages)
	w.block.output = w.pipeline.write(w.block.output, o, &report, nil)
	w.block.reports++
}

func (w *worker) fail(o origin, err error) {
	if errors.Is(err, records.ErrTooLong) {
		err = fmt.Errorf("%w (see --%s)", err, maxSizeFlag)
	}
	w.block.bad = append(w.block.bad, badRecord{w.number, err})
	w.block.output = w.pipeline.write(w.block.output, o, nil, err)
}
