package block

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Keys that RowsWhere and Filter know beside those of attributes.
const (
	// KeyName is the span's name.
	KeyName = "name"
	// KeyStatus is the status code: "ok", "error", or "" where none is set.
	KeyStatus = "status"
	// KeyService is the resource's service.
	KeyService = "service.name"
)

// RowsWhere returns, in their order, the rows of the spans that have a value under a key: in an attribute of the span or its resource, or
// in what KeyName, KeyStatus and KeyService stand for. The value is compared with the text that [model.Value.AppendText] gives.
func (b *Block) RowsWhere(key, value string) ([]int, error) {
	d, err := b.directory()
	if err != nil {
		return nil, err
	}
	streams := b.streams()
	defer streams.close()
	s := search{directory: d, streams: streams, value: value}
	if err := s.resources(key); err != nil {
		return nil, err
	}
	if err := s.fixed(key); err != nil {
		return nil, err
	}
	for i := range d.columns {
		if d.columns[i].key == key {
			if err := s.column(i); err != nil {
				return nil, err
			}
		}
	}
	return s.rows(), nil
}

type search struct {
	directory *directory
	streams   *streams
	value     string
	found     [MaxSpans / 64]uint64
	any       bool
}

func (s *search) mark(row int) {
	s.found[row/64] |= 1 << (row % 64)
	s.any = true
}

func (s *search) rows() []int {
	if !s.any {
		return nil
	}
	n := 0
	for _, word := range s.found {
		n += bits.OnesCount64(word)
	}
	rows := make([]int, 0, n)
	for i, word := range s.found {
		for ; word != 0; word &= word - 1 {
			rows = append(rows, i*64+bits.TrailingZeros64(word))
		}
	}
	return rows
}

// resources marks the spans whose resources match.
func (s *search) resources(key string) error {
	matches := make([]bool, len(s.directory.resources))
	some := false
	for i, r := range s.directory.resources {
		matches[i] = r != nil && (key == KeyService && r.Service == s.value || hasAttribute(r.Attributes, key, s.value))
		some = some || matches[i]
	}
	if !some {
		return nil
	}
	indices, err := s.streams.numbers(&s.directory.numbers[numberResource])
	if err != nil {
		return err
	}
	for row, i := range indices {
		if i >= uint64(len(matches)) {
			return fmt.Errorf("%w: resources of spans", ErrDamaged)
		}
		if matches[i] {
			s.mark(row)
		}
	}
	return nil
}

func hasAttribute(attributes []model.Attribute, key, value string) bool {
	for i := range attributes {
		if attributes[i].Key == key && attributes[i].Value.ValueText() == value {
			return true
		}
	}
	return false
}

// fixed marks the spans whose name or status match.
func (s *search) fixed(key string) error {
	switch key {
	case KeyName:
		return s.match(&s.directory.texts[textName], s.mark)
	case KeyStatus:
		codes, err := s.streams.numbers(&s.directory.numbers[numberStatus])
		if err != nil {
			return err
		}
		for row, code := range codes {
			if span := (model.Span{StatusCode: uint8(code)}); span.StatusText() == s.value {
				s.mark(row)
			}
		}
	}
	return nil
}

// column marks the spans with a matching value in a column. Their rows follow from the shapes.
func (s *search) column(at int) error {
	d := s.directory
	has, one := d.has(at)
	if one {
		return s.match(&d.columns[at], s.mark)
	}
	var found []int
	if err := s.match(&d.columns[at], func(i int) { found = append(found, i) }); err != nil {
		return err
	}
	next := 0
	for row, shape := range d.shapeOf {
		if len(found) == 0 {
			break
		}
		next += has[shape]
		for len(found) > 0 && found[0] < next {
			s.mark(row)
			found = found[1:]
		}
	}
	return nil
}

// has says how many values of a column each shape has, and whether it is one in all of them.
func (d *directory) has(at int) (values []int, one bool) {
	values, one = make([]int, len(d.shapes)), true
	for shape, columns := range d.shapes {
		for _, c := range columns {
			if int(c) == at {
				values[shape]++
			}
		}
		one = one && values[shape] == 1
	}
	return values, one
}

// match calls found with the index of each value of a column that is wanted, in their order.
func (s *search) match(c *column, found func(int)) error {
	switch c.form {
	case keptNone:
		if s.value == "" {
			for i := range c.count {
				found(i)
			}
		}
		return nil
	case keptTexts:
		return s.matchTexts(c, found)
	case keptIndexed:
		return s.matchIndexed(c, found)
	}
	return s.matchNumbers(c, found)
}

func (s *search) matchTexts(c *column, found func(int)) error {
	list, err := s.streams.texts(&c.texts)
	if err != nil {
		return err
	}
	if c.kind == model.String {
		list.find(s.value, found)
		return nil
	}
	for i := range list.count() {
		if v := (model.Value{Type: c.kind, Text: list.at(i)}); v.ValueText() == s.value {
			found(i)
		}
	}
	return nil
}

func (s *search) matchIndexed(c *column, found func(int)) error {
	wanted := make([]bool, c.texts.lengths.count)
	only, some := uint64(0), 0
	if err := s.matchTexts(c, func(i int) { wanted[i], only, some = true, uint64(i), some+1 }); err != nil || some == 0 {
		return err
	}
	indices, err := s.streams.numbers(&c.numbers)
	if err != nil {
		return err
	}
	for i, index := range indices {
		if index == only || some > 1 && index < uint64(len(wanted)) && wanted[index] {
			found(i)
		}
	}
	return nil
}

func (s *search) matchNumbers(c *column, found func(int)) error {
	wanted, ok := parse(c.kind, s.value)
	if !ok {
		return nil
	}
	numbers, err := s.streams.numbers(&c.numbers)
	if err != nil {
		return err
	}
	isNaN := c.kind == model.Double && math.IsNaN(math.Float64frombits(wanted))
	for i, bits := range numbers {
		if c.form == keptDecimal {
			bits = fromDecimal(bits, int(c.decimals))
		}
		if bits == wanted || isNaN && math.IsNaN(math.Float64frombits(bits)) {
			found(i)
		}
	}
	return nil
}

// parse returns the value of a type whose text is the one wanted.
func parse(kind model.Type, text string) (uint64, bool) {
	v := model.Value{Type: kind}
	switch kind {
	case model.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, false
		}
		v.Bits = uint64(n)
	case model.Double:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, false
		}
		v.Bits = math.Float64bits(f)
	case model.Bool:
		v.Bits = 0
		if text == "true" {
			v.Bits = 1
		}
	default:
		return 0, false
	}
	return v.Bits, v.ValueText() == text
}

// find calls found with the indices of the texts that are equal to one.
func (l *textList) find(text string, found func(int)) {
	rest, ok := strings.CutPrefix(text, l.prefix)
	if !ok {
		return
	}
	width := 0
	if l.count() > 0 {
		width = len(l.kept(0))
	}
	packed, ok := pack(l.form, width, rest)
	if !ok || l.starts == nil && len(packed) != l.length {
		return
	}
	if l.starts == nil {
		for i := range l.count() {
			if string(l.data[i*l.length:(i+1)*l.length]) == packed {
				found(i)
			}
		}
		return
	}
	for i, start := range l.starts[:l.count()] {
		end := l.starts[i+1]
		if int(end-start) == len(packed) && string(l.data[start:end]) == packed {
			found(i)
		}
	}
}
