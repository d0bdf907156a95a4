package store

import (
	"cmp"
	"context"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/catalogue"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// maxTraces is how many traces of a conversation are told.
const maxTraces = 1000

// Conversation returns one conversation without its messages.
func (s *Store) Conversation(ctx context.Context, id string) (traceapi.Conversation, error) {
	return read(ctx, s, func(conn *sqlite.Conn) (traceapi.Conversation, error) {
		detail, err := s.catalogue.Conversation(ctx, conn, id)
		if err != nil {
			return traceapi.Conversation{}, err
		}
		c := detail.Conversation
		traces, err := s.catalogue.TracesOf(conn, c.ID, maxTraces)
		if err != nil {
			return c, err
		}
		infos, err := s.spans.TraceInfos(conn, traces)
		if err != nil {
			return c, err
		}
		slices.SortStableFunc(infos, func(a, b spanstore.TraceInfo) int { return cmp.Compare(a.Start, b.Start) })
		c.TraceList = make([]traceapi.TraceSummary, len(infos))
		for i := range infos {
			c.TraceList[i] = summaryOf(&infos[i])
			c.TraceList[i].Conversations = []string{c.ID}
		}
		if err := s.followLoops(ctx, conn, &c, detail.Transcript); err != nil {
			return c, err
		}
		return c, s.instruct(ctx, conn, &c, detail.Transcript)
	})
}

// maxInstructed is how many calls are looked at for instructions.
const maxInstructed = 3

// instruct adds what the model was told of its task and its tools, from the first call that holds any of it.
func (s *Store) instruct(ctx context.Context, conn *sqlite.Conn, c *traceapi.Conversation, t *catalogue.Transcript) error {
	reader := s.readers.take()
	defer s.readers.put(reader)
	looked := 0
	for i := range t.Calls {
		if t.Calls[i].Kind != observe.KindModel || looked == maxInstructed {
			continue
		}
		looked++
		spans, err := s.spans.Spans(ctx, conn, []uint64{t.Calls[i].Seq})
		if err != nil {
			return err
		}
		for _, span := range spans {
			original, _, _ := originalOf(span)
			c.SystemInstructions, c.Tools = observe.Instructions(reader, original)
		}
		if c.SystemInstructions != "" || len(c.Tools) > 0 {
			return nil
		}
	}
	return nil
}
