package block

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// The numbers that every span has, in the order in which the directory lists them.
const (
	numberShape = iota
	numberResource
	numberScope
	numberSeq
	numberStart
	numberDuration
	numberKind
	numberFlags
	numberStatus
	numberContent
	numberDroppedAttributes
	numberDroppedEvents
	numberDroppedLinks
	// numberParent is 0 for no parent, 1 for the next of the list of foreign ones, else 2 and the distance in rows, in zigzag.
	numberParent
	spanNumbers
)

// The texts that every span has.
const (
	textName = iota
	textTraceState
	textStatus
	textEvents
	textLinks
	spanTexts
)

// Encode makes a block of 1 to [MaxSpans] spans. [ErrTooLarge] is for more of them, and for more than some million attributes or
// 256 MB of one kind.
func Encode(spans []*model.Span) ([]byte, error) {
	if len(spans) == 0 || len(spans) > MaxSpans {
		return nil, fmt.Errorf("%w: %d spans, 1 to %d go into one", ErrTooLarge, len(spans), MaxSpans)
	}
	values := 0
	for _, s := range spans {
		values += len(s.Attributes)
	}
	if values > maxValues {
		return nil, fmt.Errorf("%w: %d attributes, at most %d", ErrTooLarge, values, maxValues)
	}
	encoder, err := encoders.Take()
	if err != nil {
		return nil, err
	}
	defer encoders.Put(encoder)
	e := &blockEncoder{spans: spans, resources: newTable[model.Resource](), scopes: newTable[model.Scope]()}
	e.w.encoder, e.w.seed = encoder, maphash.MakeSeed()
	for range fixedSections {
		e.w.reserve()
	}
	h := e.encode()
	if e.w.err != nil {
		return nil, e.w.err
	}
	return e.w.block(h), nil
}

type blockEncoder struct {
	spans     []*model.Span
	w         columnWriter
	shapes    *shapeBuilder
	resources table[model.Resource]
	scopes    table[model.Scope]
}

func (e *blockEncoder) encode() header {
	h := header{spans: len(e.spans), first: e.spans[0].Seq, last: e.spans[0].Seq}
	for _, s := range e.spans {
		h.first, h.last = min(h.first, s.Seq), max(h.last, s.Seq)
	}
	e.traces()
	foreign := e.parents()
	e.shapes = newShapeBuilder()
	var all [spanNumbers]numbers
	shapes := e.each(func(s *model.Span) uint64 { return uint64(e.shapes.add(s.Attributes)) })
	all[numberShape] = e.w.writeNumbers(shapes, false)
	for n := numberResource; n < numberParent; n++ {
		all[n] = e.w.writeNumbers(e.each(e.number(n)), n == numberSeq || n == numberStart)
	}
	all[numberParent] = e.w.writeNumbers(foreign.distances, false)
	foreignIDs := e.w.writeNumbers(foreign.ids, false)
	columns := make([]column, len(e.shapes.columns))
	for i := range e.shapes.columns {
		columns[i] = e.w.writeColumn(&e.shapes.columns[i])
	}
	texts := e.texts()
	e.w.flush(&e.w.numbers)
	e.w.flush(&e.w.texts)

	directory := e.tables(nil)
	for n := range all {
		directory = all[n].appendTo(directory)
	}
	directory = foreignIDs.appendTo(wire.AppendInt(directory, foreignIDs.count))
	for i := range texts {
		directory = texts[i].appendTo(directory)
	}
	directory = wire.AppendInt(directory, len(columns))
	for i := range columns {
		directory = columns[i].appendTo(directory)
	}
	e.w.set(sectionDirectory, directory, true)
	return h
}

// tables appends resources, scopes and shapes.
func (e *blockEncoder) tables(to []byte) []byte {
	for _, forms := range [][]string{e.resources.forms, e.scopes.forms} {
		to = wire.AppendInt(to, len(forms))
		for _, form := range forms {
			to = append(to, form...)
		}
	}
	to = wire.AppendInt(to, len(e.shapes.shapes))
	for i := range e.shapes.shapes {
		columns := e.shapes.columnsOf(i)
		to = wire.AppendInt(to, len(columns))
		for _, c := range columns {
			to = wire.AppendInt(to, c)
		}
	}
	return to
}

// each collects a number of all spans, which the next call overwrites.
func (e *blockEncoder) each(number func(*model.Span) uint64) []uint64 {
	values := e.w.room(len(e.spans))
	for i, s := range e.spans {
		values[i] = number(s)
	}
	return values
}

func (e *blockEncoder) number(n int) func(*model.Span) uint64 {
	switch n {
	case numberResource:
		return func(s *model.Span) uint64 { return e.resources.index(s.Resource, resourceForm) }
	case numberScope:
		return func(s *model.Span) uint64 { return e.scopes.index(s.Scope, scopeForm) }
	case numberSeq:
		return func(s *model.Span) uint64 { return s.Seq }
	case numberStart:
		return func(s *model.Span) uint64 { return s.Start }
	case numberDuration:
		return func(s *model.Span) uint64 { return s.End - s.Start }
	case numberKind:
		return func(s *model.Span) uint64 { return uint64(s.Kind) }
	case numberFlags:
		return func(s *model.Span) uint64 { return uint64(s.Flags) }
	case numberStatus:
		return func(s *model.Span) uint64 { return uint64(s.StatusCode) }
	case numberDroppedAttributes:
		return func(s *model.Span) uint64 { return uint64(s.DroppedAttributes) }
	case numberDroppedEvents:
		return func(s *model.Span) uint64 { return uint64(s.DroppedEvents) }
	case numberDroppedLinks:
		return func(s *model.Span) uint64 { return uint64(s.DroppedLinks) }
	default: // numberContent
		return func(s *model.Span) uint64 {
			if s.HasContent {
				return 1
			}
			return 0
		}
	}
}

// texts writes what every span has.
func (e *blockEncoder) texts() [spanTexts]column {
	var texts [spanTexts]column
	values := make([]string, len(e.spans))
	for i, s := range e.spans {
		values[i] = s.Name
	}
	e.w.writeTextColumn(&texts[textName], values)
	for i, s := range e.spans {
		values[i] = s.TraceState
	}
	e.w.writeTextColumn(&texts[textTraceState], values)
	for i, s := range e.spans {
		values[i] = s.StatusMessage
	}
	e.w.writeTextColumn(&texts[textStatus], values)
	for i, s := range e.spans {
		values[i] = string(appendEvents(nil, s))
	}
	e.w.writeRecords(&texts[textEvents], values)
	for i, s := range e.spans {
		values[i] = string(appendLinks(nil, s))
	}
	e.w.writeRecords(&texts[textLinks], values)
	for i := range texts {
		texts[i].kind, texts[i].count = model.String, len(e.spans)
	}
	return texts
}

// writeRecords writes texts that are read one by one: equal ones are not kept once, as reading would then take much more memory than
// the block.
func (w *columnWriter) writeRecords(c *column, values []string) {
	c.form = keptTexts
	c.texts = w.writeTexts(values)
}

// traces writes trace ids and span ids.
func (e *blockEncoder) traces() {
	index := map[model.TraceID]uint64{}
	var ids []byte
	spanIDs := make([]byte, 0, len(e.spans)*len(model.SpanID{}))
	traces := e.each(func(s *model.Span) uint64 {
		i, ok := index[s.TraceID]
		if !ok {
			i = uint64(len(index))
			index[s.TraceID] = i
			ids = append(ids, s.TraceID[:]...)
		}
		spanIDs = append(spanIDs, s.SpanID[:]...)
		return i
	})
	width := traceWidth(len(index))
	e.w.set(sectionTraceIDs, ids, false)
	e.w.set(sectionSpanIDs, spanIDs, false)
	e.w.set(sectionTraces, appendPlanes(nil, traces, width), true)
}

// traceWidth is how many bytes the index of a trace takes.
func traceWidth(traces int) int {
	switch {
	case traces <= 1:
		return 0
	case traces <= 1<<8:
		return 1
	default:
		return 2
	}
}

// parents are how far away in rows the parents are, and the ids of those that are elsewhere.
type parents struct{ distances, ids []uint64 }

func (e *blockEncoder) parents() parents {
	rows := make(map[model.SpanID]int, len(e.spans))
	for row, s := range e.spans {
		rows[s.SpanID] = row
	}
	p := parents{distances: make([]uint64, len(e.spans))}
	for row, s := range e.spans {
		if s.ParentID == (model.SpanID{}) {
			continue
		}
		if parent, ok := rows[s.ParentID]; ok {
			p.distances[row] = 2 + zigzag(uint64(row-parent))
		} else {
			p.distances[row] = 1
			p.ids = append(p.ids, binary.LittleEndian.Uint64(s.ParentID[:]))
		}
	}
	return p
}
