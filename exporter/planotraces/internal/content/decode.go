package content

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Bounds of what is kept apart. They are far above what messages take; a span that has more keeps it.
const (
	maxRecords = 1 << 18
	maxText    = 1 << 26
	// maxRatio is how many bytes one of a compressed payload can stand for, which is DEFLATE's own bound.
	maxRatio = 1032
)

// The errors of decoding; which base was given wrongly can't be told from damage.
var (
	errHeader   = errors.New("header is cut off")
	errTooLarge = errors.New("header names more than the encoding can hold")
	errChecksum = errors.New("checksum does not match, or that of another base")
	errStep     = errors.New("step is cut off, or names what is not there")
)

// Decode reads what [Encode] wrote, with the same base. What is damaged gives an error. Texts that are the base's are shared
// with it.
func Decode(data []byte, base *Content) (*Content, error) {
	if base == nil {
		base = none
	}
	d := decoder{base: base}
	if err := d.open(data); err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	for len(d.out.records) < d.count {
		err := d.step()
		if d.cut && err == nil {
			err = errStep
		}
		if err != nil {
			return nil, fmt.Errorf("content: record %d of %d: %w", len(d.out.records), d.count, err)
		}
	}
	if err := d.times(); err != nil {
		return nil, fmt.Errorf("content: times: %w", err)
	}
	return &d.out, nil
}

// decoder reads one encoding.
type decoder struct {
	base  *Content
	out   Content
	count int
	steps []byte
	texts string
	next  int
	key   string
	// built is how many bytes of text were put together.
	built int
	// cut is true once a number was missing.
	cut bool
}

// open reads the header and the payload.
func (d *decoder) open(data []byte) error {
	payload, steps, err := d.payload(data)
	if err != nil {
		return err
	}
	if checksum(payload, d.base) != binary.LittleEndian.Uint32(data[1:]) {
		return errChecksum
	}
	d.steps, d.texts = payload[:steps], string(payload[steps:])
	return nil
}

// payload returns the steps and the texts behind them, and how many bytes are steps. What it returns may be damaged.
func (d *decoder) payload(data []byte) (payload []byte, steps int, err error) {
	if len(data) < headerBytes {
		return nil, 0, errHeader
	}
	var sizes [3]int
	rest := data[headerBytes:]
	for i := range sizes {
		size, n := binary.Uvarint(rest)
		if n <= 0 {
			return nil, 0, errHeader
		}
		if size > maxText {
			return nil, 0, errTooLarge
		}
		sizes[i], rest = int(size), rest[n:]
	}
	records, steps, texts := sizes[0], sizes[1], sizes[2]
	if records > maxRecords || steps+texts > len(rest)*maxRatio || records > steps*(len(d.base.records)+1) {
		return nil, 0, errTooLarge
	}
	d.count = records
	payload, err = inflate(data[0], rest, steps+texts, d.base)
	return payload, steps, err
}

// number reads a number; after one that is cut off all is.
func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.steps)
	if size <= 0 {
		d.steps, d.cut = nil, true
		return 0
	}
	d.steps = d.steps[size:]
	return n
}

// place reads a place in the base; ok is false for one that is none.
func (d *decoder) place() (at int, ok bool) {
	n, size := binary.Varint(d.steps)
	if size <= 0 || n < int64(-d.next) || n >= int64(len(d.base.records)-d.next) {
		return 0, false
	}
	d.steps = d.steps[size:]
	return d.next + int(n), true
}

func (d *decoder) text() (text string, ok bool) {
	n := d.number()
	if n > uint64(len(d.texts)) {
		return "", false
	}
	text, d.texts = d.texts[:n], d.texts[n:]
	return text, true
}

func (d *decoder) step() error {
	step := d.number()
	if d.cut {
		return errStep
	}
	switch n := step >> stepBits; step & stepMask {
	case stepCopy:
		return d.copy(n)
	case stepSeek:
		at, ok := d.place()
		if !ok {
			return errStep
		}
		d.next = at
		return d.copy(n)
	case stepPatch:
		return d.patch(n)
	default:
		return d.add(n)
	}
}

func (d *decoder) copy(n uint64) error {
	if n == 0 || n > uint64(len(d.base.records)-d.next) || n > uint64(d.count-len(d.out.records)) {
		return errStep
	}
	for _, r := range d.base.records[d.next : d.next+int(n)] {
		if err := d.append(r); err != nil {
			return err
		}
	}
	d.next += int(n)
	return nil
}

// append adds a record where its kind may stand.
func (d *decoder) append(r record) error {
	switch last := len(d.out.records) - 1; r.kind {
	case spanAttribute:
		if last >= 0 && d.out.records[last].kind != spanAttribute {
			return errStep
		}
	case event:
		d.out.times = append(d.out.times, 0)
	case eventAttribute:
		if len(d.out.times) == 0 {
			return errStep
		}
	}
	d.out.records = append(d.out.records, r)
	return nil
}

func (d *decoder) patch(gap uint64) error {
	at, ok := d.place()
	head, tail := d.number(), d.number()
	middle, hasMiddle := d.text()
	if !ok || !hasMiddle || gap > math.MaxUint32 {
		return errStep
	}
	r := d.base.records[at]
	from := r.value.Text
	if head > uint64(len(from)) || tail > uint64(len(from))-head {
		return errStep
	}
	if d.built += int(head) + len(middle) + int(tail); d.built > maxText {
		return errTooLarge
	}
	r.gap = uint32(gap)
	r.value.Text = from[:head] + middle + from[uint64(len(from))-tail:]
	d.next = at + 1
	return d.append(r)
}

func (d *decoder) add(how uint64) error {
	r := record{kind: recordKind(how & kindMask), value: model.Value{Type: model.Type(how >> kindBits & typeMask)}}
	if r.kind >= recordKinds || r.value.Type > model.Structured || how >= replacesNext<<1 {
		return errStep
	}
	if r.kind == spanAttribute {
		gap := d.number()
		if gap > math.MaxUint32 {
			return errStep
		}
		r.gap = uint32(gap)
	}
	if err := d.readKey(&r, how&replacesNext != 0); err != nil {
		return err
	}
	if err := d.value(&r, how&sharesText != 0); err != nil {
		return err
	}
	if how&replacesNext != 0 {
		d.next++
	}
	return d.append(r)
}

// readKey reads a key, the end of which is told, or takes that of the next record of the base.
func (d *decoder) readKey(r *record, replaces bool) error {
	if replaces {
		if d.next == len(d.base.records) {
			return errStep
		}
		r.key = d.base.records[d.next].key
		d.key = r.key
		return nil
	}
	head := d.number()
	rest, ok := d.text()
	if !ok || head > uint64(len(d.key)) {
		return errStep
	}
	if d.built += int(head) + len(rest); d.built > maxText {
		return errTooLarge
	}
	r.key = d.key[:head] + rest
	d.key = r.key
	return nil
}

// value reads the value of a new record. Integers are zigzag-encoded, as small ones may be negative.
func (d *decoder) value(r *record, shares bool) error {
	switch {
	case shares:
		at, ok := d.place()
		if !ok || !hasText(r.value.Type) {
			return errStep
		}
		r.value.Text = d.base.records[at].value.Text
	case hasText(r.value.Type):
		text, ok := d.text()
		if !ok {
			return errStep
		}
		r.value.Text = text
	case r.value.Type == model.Int:
		n := d.number()
		r.value.Bits = n>>1 ^ -(n & 1)
	case r.value.Type != model.Empty || r.kind == event:
		if r.value.Bits = d.number(); r.kind == event && (r.value.Bits > math.MaxUint32 || r.value.Type != model.Empty) {
			return errStep
		}
	}
	return nil
}
