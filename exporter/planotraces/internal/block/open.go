package block

import (
	"fmt"
	"slices"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Block is an open block. It is safe for concurrent use, and refers to the data that it was opened with.
type Block struct {
	header
	data []byte

	traces    func() (*traces, error)
	directory func() (*directory, error)
}

// Open reads the header of a block; it keeps data, which must not change. Damage further behind shows where it is read.
func Open(data []byte) (*Block, error) {
	h, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	b := &Block{header: h, data: data}
	b.traces, b.directory = sync.OnceValues(b.readTraces), sync.OnceValues(b.readDirectory)
	return b, nil
}

// traces are the distinct trace ids, and which of them each row has.
type traces struct {
	ids  []model.TraceID
	rows []uint16
}

func (b *Block) readTraces() (*traces, error) {
	s := b.streams()
	defer s.close()
	ids, err := s.section(sectionTraceIDs)
	if err != nil {
		return nil, err
	}
	const size = len(model.TraceID{})
	if len(ids) == 0 || len(ids)%size != 0 || len(ids)/size > b.spans {
		return nil, fmt.Errorf("%w: trace ids", ErrDamaged)
	}
	t := &traces{ids: make([]model.TraceID, len(ids)/size), rows: make([]uint16, b.spans)}
	for i := range t.ids {
		copy(t.ids[i][:], ids[i*size:])
	}
	planes, err := s.section(sectionTraces)
	if err != nil {
		return nil, err
	}
	width := traceWidth(len(t.ids))
	if len(planes) != width*b.spans {
		return nil, fmt.Errorf("%w: traces of spans", ErrDamaged)
	}
	for plane := range width {
		for i, low := range planes[plane*b.spans : (plane+1)*b.spans] {
			t.rows[i] |= uint16(low) << (8 * plane)
		}
	}
	for _, trace := range t.rows {
		if int(trace) >= len(t.ids) {
			return nil, fmt.Errorf("%w: traces of spans", ErrDamaged)
		}
	}
	return t, nil
}

// Len is the number of spans.
func (b *Block) Len() int { return b.spans }

// FirstSeq is the lowest sequence number in the block.
func (b *Block) FirstSeq() uint64 { return b.first }

// LastSeq is the highest sequence number in the block.
func (b *Block) LastSeq() uint64 { return b.last }

// RowsOfTrace returns the rows of a trace's spans, in their order.
func (b *Block) RowsOfTrace(id model.TraceID) ([]int, error) {
	t, err := b.traces()
	if err != nil {
		return nil, err
	}
	wanted := slices.Index(t.ids, id)
	if wanted < 0 {
		return nil, nil
	}
	var rows []int
	for row, trace := range t.rows {
		if int(trace) == wanted {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// TraceIDs returns the distinct trace ids. The caller does not write to them.
func (b *Block) TraceIDs() ([]model.TraceID, error) {
	t, err := b.traces()
	if err != nil {
		return nil, err
	}
	return t.ids, nil
}

// TracesOf returns the trace id of each of some rows.
func (b *Block) TracesOf(rows []int) ([]model.TraceID, error) {
	t, err := b.traces()
	if err != nil {
		return nil, err
	}
	ids := make([]model.TraceID, len(rows))
	for i, row := range rows {
		if row < 0 || row >= b.spans {
			return nil, b.noRow(row)
		}
		ids[i] = t.ids[t.rows[row]]
	}
	return ids, nil
}

func (b *Block) noRow(row int) error {
	return fmt.Errorf("row %d of a block of %d spans", row, b.spans)
}

// SpanIDs returns the span id of each row.
func (b *Block) SpanIDs() ([]model.SpanID, error) {
	data, err := b.spanIDs()
	if err != nil {
		return nil, err
	}
	ids := make([]model.SpanID, b.spans)
	for i := range ids {
		copy(ids[i][:], data[i*len(ids[i]):])
	}
	return ids, nil
}

func (b *Block) spanIDs() ([]byte, error) {
	data, _, err := b.read(sectionSpanIDs, nil)
	if err != nil {
		return nil, err
	}
	if len(data) != b.spans*len(model.SpanID{}) {
		return nil, fmt.Errorf("%w: span ids", ErrDamaged)
	}
	return data, nil
}

// HasSpan says whether the block has a span.
func (b *Block) HasSpan(trace model.TraceID, span model.SpanID) (bool, error) {
	t, err := b.traces()
	if err != nil {
		return false, err
	}
	wanted := slices.Index(t.ids, trace)
	if wanted < 0 {
		return false, nil
	}
	data, err := b.spanIDs()
	if err != nil {
		return false, err
	}
	for row, trace := range t.rows {
		if int(trace) == wanted && model.SpanID(data[row*len(span):(row+1)*len(span)]) == span {
			return true, nil
		}
	}
	return false, nil
}

// Seqs returns the sequence number of each row.
func (b *Block) Seqs() ([]uint64, error) {
	d, err := b.directory()
	if err != nil {
		return nil, err
	}
	s := b.streams()
	defer s.close()
	seqs, err := s.numbers(&d.numbers[numberSeq])
	return slices.Clone(seqs), err
}
