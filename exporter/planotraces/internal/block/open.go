package block

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Block is an open block. It is safe for concurrent use, and refers to the data that it was opened with.
type Block struct {
	header
	data []byte

	traceIDs []model.TraceID
	traces   []uint16 // by row

	once      sync.Once
	directory *directory
	err       error
}

// Open reads the header and the traces of a block; it keeps data, which must not change. Damage further behind shows where it is read.
func Open(data []byte) (*Block, error) {
	h, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	b := &Block{header: h, data: data}
	if err := b.readTraces(); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *Block) readTraces() error {
	ids, err := b.read(sectionTraceIDs, nil)
	if err != nil {
		return err
	}
	const size = len(model.TraceID{})
	if len(ids) == 0 || len(ids)%size != 0 || len(ids)/size > b.spans {
		return fmt.Errorf("%w: trace ids", ErrDamaged)
	}
	b.traceIDs = make([]model.TraceID, len(ids)/size)
	for i := range b.traceIDs {
		copy(b.traceIDs[i][:], ids[i*size:])
	}
	planes, err := b.read(sectionTraces, nil)
	if err != nil {
		return err
	}
	width := traceWidth(len(b.traceIDs))
	if len(planes) != width*b.spans {
		return fmt.Errorf("%w: traces of spans", ErrDamaged)
	}
	b.traces = make([]uint16, b.spans)
	for i := range planes {
		b.traces[i%b.spans] |= uint16(planes[i]) << (8 * (i / b.spans))
	}
	if int(slices.Max(b.traces)) >= len(b.traceIDs) {
		return fmt.Errorf("%w: traces of spans", ErrDamaged)
	}
	return nil
}

// Len is the number of spans.
func (b *Block) Len() int { return b.spans }

// FirstSeq is the lowest sequence number in the block.
func (b *Block) FirstSeq() uint64 { return b.first }

// LastSeq is the highest sequence number in the block.
func (b *Block) LastSeq() uint64 { return b.last }

// RowsOfTrace returns the rows of a trace's spans, in their order.
func (b *Block) RowsOfTrace(id model.TraceID) []int {
	trace := slices.Index(b.traceIDs, id)
	if trace < 0 {
		return nil
	}
	var rows []int
	for row, t := range b.traces {
		if int(t) == trace {
			rows = append(rows, row)
		}
	}
	return rows
}

// TraceIDs returns the distinct trace ids. The caller does not write to them.
func (b *Block) TraceIDs() []model.TraceID { return b.traceIDs }

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
	data, err := b.read(sectionSpanIDs, nil)
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
	at := slices.Index(b.traceIDs, trace)
	if at < 0 {
		return false, nil
	}
	data, err := b.spanIDs()
	if err != nil {
		return false, err
	}
	wanted := binary.LittleEndian.Uint64(span[:])
	for row, t := range b.traces {
		if int(t) == at && binary.LittleEndian.Uint64(data[row*len(span):]) == wanted {
			return true, nil
		}
	}
	return false, nil
}

// Seqs returns the sequence number of each row.
func (b *Block) Seqs() ([]uint64, error) {
	d, err := b.open()
	if err != nil {
		return nil, err
	}
	r := b.streams()
	return r.numbers(&d.numbers[numberSeq], nil)
}
