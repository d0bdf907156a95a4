package block

import (
	"fmt"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// directory says what a block holds and where.
type directory struct {
	resources []*model.Resource
	scopes    []*model.Scope
	shapes    [][]uint32
	numbers   [spanNumbers]numbers
	foreign   numbers
	texts     [spanTexts]column
	columns   []column

	shapeOf []uint32 // by row
}

// Records of a directory take at least as many bytes.
const (
	minRecord = 1
	minShape  = 1
)

func (b *Block) readDirectory() (*directory, error) {
	s := b.streams()
	defer s.close()
	data, err := s.section(sectionDirectory)
	if err != nil {
		return nil, err
	}
	d := &directory{}
	r := wire.NewReader(data)
	d.resources = make([]*model.Resource, r.Count(minRecord))
	for i := range d.resources {
		d.resources[i] = readResource(&r)
	}
	d.scopes = make([]*model.Scope, r.Count(minRecord))
	for i := range d.scopes {
		d.scopes[i] = readScope(&r)
	}
	d.shapes = make([][]uint32, r.Count(minShape))
	for i := range d.shapes {
		d.shapes[i] = make([]uint32, r.Count(1))
		for j := range d.shapes[i] {
			d.shapes[i][j] = uint32(r.Int(maxValues))
		}
	}
	for i := range d.numbers {
		d.numbers[i] = readNumbers(&r, b.spans)
	}
	d.foreign = readNumbers(&r, r.Int(b.spans))
	for i := range d.texts {
		d.texts[i] = readColumn(&r)
		if d.texts[i].count != b.spans || !d.texts[i].isText() {
			r.Fail()
		}
	}
	d.columns = make([]column, r.Count(minColumn))
	for i := range d.columns {
		d.columns[i] = readColumn(&r)
	}
	if r.Err() != nil {
		return nil, fmt.Errorf("%w: directory", ErrDamaged)
	}
	return d, b.readShapes(d, s)
}

// readShapes reads the shape of each row, and checks that the columns have as many values as these take.
func (b *Block) readShapes(d *directory, s *streams) error {
	d.shapeOf = make([]uint32, b.spans)
	rows := make([]int, len(d.shapes))
	shapes, err := s.numbers(&d.numbers[numberShape])
	if err != nil {
		return err
	}
	for row, shape := range shapes {
		if shape >= uint64(len(rows)) {
			return fmt.Errorf("%w: shapes of spans", ErrDamaged)
		}
		d.shapeOf[row] = uint32(shape)
		rows[shape]++
	}
	counts := make([]int, len(d.columns))
	values := 0
	for shape, columns := range d.shapes {
		if values += rows[shape] * len(columns); values > maxValues {
			return fmt.Errorf("%w: more than %d attributes", ErrDamaged, maxValues)
		}
		for _, c := range columns {
			if int(c) >= len(counts) {
				return fmt.Errorf("%w: columns of shapes", ErrDamaged)
			}
			counts[c] += rows[shape]
		}
	}
	for i := range d.columns {
		if d.columns[i].count != counts[i] {
			return fmt.Errorf("%w: values of column %d", ErrDamaged, i)
		}
	}
	return nil
}
