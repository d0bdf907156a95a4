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
	values  int      // of all columns
}

// open reads the directory, once.
func (b *Block) open() (*directory, error) {
	b.once.Do(func() { b.directory, b.err = b.readDirectory() })
	return b.directory, b.err
}

// Records of a directory take at least as many bytes.
const (
	minRecord = 1
	minShape  = 1
)

func (b *Block) readDirectory() (*directory, error) {
	data, err := b.read(sectionDirectory, nil)
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
			d.shapes[i][j] = uint32(r.Int(maxValues)) //nolint:gosec // at most maxValues
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
	return d, b.readShapes(d)
}

// readShapes reads the shape of each row, and checks that the columns have as many values as these take.
func (b *Block) readShapes(d *directory) error {
	s := b.streams()
	shapes, err := s.numbers(&d.numbers[numberShape], nil)
	if err != nil {
		return err
	}
	d.shapeOf = make([]uint32, b.spans)
	rows := make([]int, len(d.shapes))
	for row, shape := range shapes {
		if shape >= uint64(len(d.shapes)) {
			return fmt.Errorf("%w: shapes of spans", ErrDamaged)
		}
		d.shapeOf[row] = uint32(shape) //nolint:gosec // at most maxValues
		rows[shape]++
		if d.values += len(d.shapes[shape]); d.values > maxValues {
			return fmt.Errorf("%w: more than %d attributes", ErrDamaged, maxValues)
		}
	}
	counts := make([]int, len(d.columns))
	for shape, columns := range d.shapes {
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

// streams reads streams out of sections, each section once.
type streams struct {
	block *Block
	read  map[int][]byte
	room  []uint64
}

func (b *Block) streams() *streams { return &streams{block: b, read: map[int][]byte{}} }

func (r *streams) stream(at place, size int) ([]byte, error) {
	if size == 0 {
		return nil, nil
	}
	if at.section < fixedSections || at.section >= len(r.block.sections) {
		return nil, fmt.Errorf("%w: no section %d", ErrDamaged, at.section)
	}
	data, ok := r.read[at.section]
	if !ok {
		var err error
		if data, err = r.block.read(at.section, nil); err != nil {
			return nil, err
		}
		r.read[at.section] = data
	}
	if at.offset > len(data) || size > len(data)-at.offset {
		return nil, fmt.Errorf("%w: the end of section %d", ErrDamaged, at.section)
	}
	return data[at.offset : at.offset+size], nil
}
