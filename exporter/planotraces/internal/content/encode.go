package content

import (
	"encoding/binary"
	"hash/crc32"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// An encoding is a byte that says how, a checksum, the sizes of the steps and of the texts, and both, compressed with the end of
// the base as dictionary. Steps are varints, those of texts name a length: the texts themselves stand behind all steps.
//
// A step is one number, its kind in the lowest two bits:
//
//	stepCopy   n records of the base, from the place behind the last one used
//	stepSeek   the same, from another place that follows
//	stepPatch  the text of the record of the base at a place that follows, with another middle
//	stepNew    a record of its own; its text may be that of a record of the base
//
// Places are told from where the step before ended. Behind the steps stand the times of the events; see times.go.
const (
	stepCopy = iota
	stepSeek
	stepPatch
	stepNew

	stepBits = 2
	stepMask = 1<<stepBits - 1
)

// A new record has its kind above the kind of step, then the type of its value, whether its text is one of the base, and whether
// it replaces the next record of the base, which has its key.
const (
	kindBits, typeBits = 2, 3
	kindMask, typeMask = 1<<kindBits - 1, 1<<typeBits - 1
	sharesText         = 1 << (kindBits + typeBits)
	replacesNext       = sharesText << 1
)

const (
	// minPatch is how many bytes of a text must be those of the base's for a patch to pay.
	minPatch = 16
	// lastRecords is how many records of the base, the last ones, are searched for one of an event: how events begin repeats.
	lastRecords = 64
	// minShared is the length of a text from which on the base is searched for it.
	minShared = 32
)

// castagnoli is the polynomial of the checksum, for which processors have an instruction.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// none is the base of a content that has none.
var none = &Content{}

// Encode writes a content as the difference to a base, nil for none. [Decode] needs the same base.
func Encode(c, base *Content) []byte {
	if base == nil {
		base = none
	}
	e := encoder{base: base}
	e.records(c.records)
	e.timesOf(c)
	payload := slices.Concat(e.steps, e.texts)
	out := make([]byte, headerBytes, headerBytes+2*binary.MaxVarintLen64+len(payload)/2)
	out = binary.AppendUvarint(out, uint64(len(c.records)))
	out = binary.AppendUvarint(out, uint64(len(e.steps)))
	out = binary.AppendUvarint(out, uint64(len(e.texts)))
	how, out := deflate(out, payload, base)
	out[0] = how
	binary.LittleEndian.PutUint32(out[1:headerBytes], checksum(payload, base))
	return out
}

// headerBytes is the length of what says how it is compressed, and of the checksum.
const headerBytes = 5

// checksum is that of a payload that belongs to a base, which is told by its size.
func checksum(payload []byte, base *Content) uint32 {
	var size [16]byte
	binary.LittleEndian.PutUint64(size[:], uint64(len(base.records)))
	binary.LittleEndian.PutUint64(size[8:], uint64(base.Bytes()))
	return crc32.Update(crc32.Checksum(size[:], castagnoli), castagnoli, payload)
}

// encoder writes one content.
type encoder struct {
	base         *Content
	steps, texts []byte
	// next is the place in the base behind the last record used, key the key of the last new record.
	next int
	key  string
	// places are those of the base's span attributes by their keys, sharable those of its long texts; both are nil until the
	// first record that differs.
	places   map[string]int
	sharable map[string]int
}

func (e *encoder) records(records []record) {
	for i := 0; i < len(records); {
		r := &records[i]
		if n := run(records[i:], e.base.records[e.next:]); n > 0 {
			e.step(stepCopy, n)
			e.next += n
			i += n
			continue
		}
		e.prepare()
		at, ok := e.placeOf(r)
		switch n := e.seek(records[i:], at, ok); {
		case n > 0:
			i += n
			continue
		case !ok || !e.patch(r, at):
			e.add(r, ok && at == e.next)
		}
		i++
	}
}

// seek writes the records that are the same as those of the base from a place on, and returns how many.
func (e *encoder) seek(records []record, at int, ok bool) int {
	if !ok {
		return 0
	}
	n := run(records, e.base.records[at:])
	if n > 0 {
		e.step(stepSeek, n)
		e.place(at)
		e.next = at + n
	}
	return n
}

// run is how many records of both are the same.
func run(a, b []record) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func (e *encoder) step(kind, n int) { e.number(uint64(n)<<stepBits | uint64(kind)) }

func (e *encoder) number(n uint64) { e.steps = binary.AppendUvarint(e.steps, n) }

// place tells a place in the base by its distance from the next one.
func (e *encoder) place(at int) { e.steps = binary.AppendVarint(e.steps, int64(at-e.next)) }

func (e *encoder) text(text string) {
	e.number(uint64(len(text)))
	e.texts = append(e.texts, text...)
}

// prepare indexes the base.
func (e *encoder) prepare() {
	if e.places != nil {
		return
	}
	e.places, e.sharable = make(map[string]int, len(e.base.records)), map[string]int{}
	for i := range e.base.records {
		r := &e.base.records[i]
		if r.kind == spanAttribute {
			e.places[r.key] = i
		}
		if len(r.value.Text) >= minShared {
			e.sharable[r.value.Text] = i
		}
	}
}

// placeOf returns the place of a record of the base that is the same, or has the same key.
func (e *encoder) placeOf(r *record) (at int, ok bool) {
	if r.kind == spanAttribute {
		at, ok = e.places[r.key]
		return at, ok
	}
	records := e.base.records
	for at = len(records) - 1; at >= 0 && at >= len(records)-lastRecords; at-- {
		if records[at] == *r {
			return at, true
		}
	}
	if e.next == len(records) {
		return 0, false
	}
	next := &records[e.next]
	return e.next, next.kind == r.kind && next.key == r.key
}

// patch writes a record by the text of one of the base with the same key, if that pays.
func (e *encoder) patch(r *record, at int) bool {
	base := &e.base.records[at]
	if base.value.Type != r.value.Type || len(r.value.Text) < minPatch {
		return false
	}
	from, to := base.value.Text, r.value.Text
	head := commonPrefix(from, to)
	tail := commonSuffix(from[head:], to[head:])
	if head+tail < minPatch {
		return false
	}
	e.step(stepPatch, int(r.gap))
	e.place(at)
	e.number(uint64(head))
	e.number(uint64(tail))
	e.text(to[head : len(to)-tail])
	e.next = at + 1
	return true
}

// add writes a record of its own, which may replace the next one of the base.
func (e *encoder) add(r *record, replaces bool) {
	how := int(r.kind) | int(r.value.Type)<<kindBits
	shared, shares := 0, false
	if len(r.value.Text) >= minShared {
		if shared, shares = e.sharable[r.value.Text]; shares {
			how |= sharesText
		}
	}
	if replaces {
		how |= replacesNext
	}
	e.step(stepNew, how)
	if r.kind == spanAttribute {
		e.number(uint64(r.gap))
	}
	if !replaces {
		head := commonPrefix(e.key, r.key)
		e.number(uint64(head))
		e.text(r.key[head:])
	}
	e.key = r.key
	switch {
	case shares:
		e.place(shared)
	case hasText(r.value.Type):
		e.text(r.value.Text)
	case r.value.Type == model.Int:
		e.steps = binary.AppendVarint(e.steps, int64(r.value.Bits))
	case r.value.Type != model.Empty || r.kind == event:
		e.number(r.value.Bits)
	}
	if replaces {
		e.next++
	}
}

func hasText(t model.Type) bool {
	return t == model.String || t == model.Bytes || t == model.Structured
}
