package block

import (
	"encoding/binary"
	"fmt"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Spans returns the spans of rows, in their order; of all rows where rows is nil. Spans of one resource or scope share it.
func (b *Block) Spans(rows []int) ([]*model.Span, error) {
	d, err := b.directory()
	if err != nil {
		return nil, err
	}
	s := b.streams()
	defer s.close()
	p := &picker{block: b, directory: d, streams: s}
	if err := p.choose(rows); err != nil {
		return nil, err
	}
	if err := p.fixed(); err != nil {
		return nil, err
	}
	if err := p.records(); err != nil {
		return nil, err
	}
	if err := p.attributes(); err != nil {
		return nil, err
	}
	if rows == nil {
		return p.byRow, nil
	}
	spans := make([]*model.Span, len(rows))
	for i, row := range rows {
		spans[i] = p.byRow[row]
	}
	return spans, nil
}

// picker reads some of the spans of a block.
type picker struct {
	block     *Block
	directory *directory
	streams   *streams
	// byRow has the wanted spans, picked their number; end is behind the last of them.
	byRow  []*model.Span
	picked int
	end    int
}

func (p *picker) choose(rows []int) error {
	p.byRow = make([]*model.Span, p.block.spans)
	if rows == nil {
		spans := make([]model.Span, p.block.spans)
		for row := range spans {
			p.byRow[row] = &spans[row]
		}
		p.picked, p.end = len(spans), len(spans)
		return nil
	}
	for _, row := range rows {
		if row < 0 || row >= p.block.spans {
			return p.block.noRow(row)
		}
		if p.byRow[row] == nil {
			p.byRow[row] = &model.Span{}
			p.picked++
			p.end = max(p.end, row+1)
		}
	}
	return nil
}

// many says whether so many spans are wanted that reading all of a column is less work than one value after the other.
func (p *picker) many() bool { return p.picked > p.block.spans/8 }

func (p *picker) each(do func(row int, s *model.Span) error) error {
	for row, s := range p.byRow[:p.end] {
		if s == nil {
			continue
		}
		if err := do(row, s); err != nil {
			return err
		}
	}
	return nil
}

func (p *picker) numbers(n int, set func(row int, s *model.Span, value uint64) error) error {
	values, err := p.streams.numbers(&p.directory.numbers[n])
	if err != nil {
		return err
	}
	return p.each(func(row int, s *model.Span) error { return set(row, s, values[row]) })
}

// fixed sets what every span has.
func (p *picker) fixed() error {
	ids, err := p.block.spanIDs()
	if err != nil {
		return err
	}
	traces, err := p.block.traces()
	if err != nil {
		return err
	}
	if err := p.each(func(row int, s *model.Span) error {
		s.TraceID = traces.ids[traces.rows[row]]
		copy(s.SpanID[:], ids[row*len(s.SpanID):])
		return nil
	}); err != nil {
		return err
	}
	for n := numberResource; n < numberParent; n++ {
		if err := p.numbers(n, func(_ int, s *model.Span, v uint64) error { return p.set(n, s, v) }); err != nil {
			return err
		}
	}
	return p.parents(ids)
}

func (p *picker) set(n int, s *model.Span, v uint64) error {
	d := p.directory
	switch n {
	case numberResource:
		if v >= uint64(len(d.resources)) {
			return fmt.Errorf("%w: resources of spans", ErrDamaged)
		}
		s.Resource = d.resources[v]
	case numberScope:
		if v >= uint64(len(d.scopes)) {
			return fmt.Errorf("%w: scopes of spans", ErrDamaged)
		}
		s.Scope = d.scopes[v]
	case numberSeq:
		s.Seq = v
	case numberStart:
		s.Start = v
	case numberDuration:
		s.End = s.Start + v
	case numberKind:
		s.Kind = uint8(v)
	case numberFlags:
		s.Flags = uint32(v)
	case numberStatus:
		s.StatusCode = uint8(v)
	case numberContent:
		s.HasContent = v != 0
	case numberDroppedAttributes:
		s.DroppedAttributes = uint32(v)
	case numberDroppedEvents:
		s.DroppedEvents = uint32(v)
	case numberDroppedLinks:
		s.DroppedLinks = uint32(v)
	}
	return nil
}

func (p *picker) parents(ids []byte) error {
	foreign, err := p.streams.numbers(&p.directory.foreign)
	if err != nil {
		return err
	}
	distances, err := p.streams.numbers(&p.directory.numbers[numberParent])
	if err != nil {
		return err
	}
	next := 0
	for row, distance := range distances[:p.end] {
		s := p.byRow[row]
		switch {
		case distance == 0:
		case distance == 1:
			if next == len(foreign) {
				return fmt.Errorf("%w: parents", ErrDamaged)
			}
			if s != nil {
				binary.LittleEndian.PutUint64(s.ParentID[:], foreign[next])
			}
			next++
		case s != nil:
			parent := uint64(row) - unzigzag(distance-2)
			if parent >= uint64(p.block.spans) {
				return fmt.Errorf("%w: parents", ErrDamaged)
			}
			copy(s.ParentID[:], ids[parent*uint64(len(s.ParentID)):])
		}
	}
	return nil
}

// records sets texts, events and links.
func (p *picker) records() error {
	for n := range p.directory.texts {
		column := &p.directory.texts[n]
		if column.form == keptTexts && column.texts.size == 0 && column.texts.prefix == "" {
			continue
		}
		values, err := p.values(column)
		if err != nil {
			return err
		}
		if err := p.each(func(row int, s *model.Span) error { return setText(n, s, values.text(row)) }); err != nil {
			return err
		}
	}
	return nil
}

func setText(n int, s *model.Span, text string) (err error) {
	switch n {
	case textName:
		s.Name = text
	case textTraceState:
		s.TraceState = text
	case textStatus:
		s.StatusMessage = text
	case textEvents:
		s.Events, err = readEvents(text, s.Start)
	case textLinks:
		s.Links, err = readLinks(text)
	}
	if err != nil {
		return fmt.Errorf("%w: events or links", ErrDamaged)
	}
	return nil
}

// attributes sets the attributes: the next value of each column of a span's shape.
func (p *picker) attributes() error {
	d := p.directory
	wanted := make([]bool, len(d.columns))
	total := 0
	_ = p.each(func(row int, _ *model.Span) error {
		shape := d.shapes[d.shapeOf[row]]
		total += len(shape)
		for _, c := range shape {
			wanted[c] = true
		}
		return nil
	})
	columns := make([]*values, len(d.columns))
	for i := range d.columns {
		if !wanted[i] {
			continue
		}
		var err error
		if columns[i], err = p.values(&d.columns[i]); err != nil {
			return err
		}
	}
	next := make([]int, len(d.columns))
	room := make([]model.Attribute, total)
	for row, s := range p.byRow[:p.end] {
		shape := d.shapes[d.shapeOf[row]]
		if s != nil && len(shape) > 0 {
			s.Attributes, room = room[:len(shape):len(shape)], room[len(shape):]
			for i, c := range shape {
				columns[c].set(&s.Attributes[i], next[c])
				next[c]++
			}
			continue
		}
		for _, c := range shape {
			next[c]++
		}
	}
	return nil
}
