// Package wire writes and reads the binary form of what is kept between batches.
package wire

import (
	"encoding/binary"
	"errors"
	"math"
)

// ErrInvalid is data that was not written by this package's functions in the order in which it is read.
var ErrInvalid = errors.New("invalid data")

// AppendInt appends a number, 0 or above in few bytes, below 0 in ten.
func AppendInt(to []byte, n int) []byte { return binary.AppendUvarint(to, uint64(n)) }

// AppendUint64 appends eight bytes.
func AppendUint64(to []byte, n uint64) []byte { return binary.LittleEndian.AppendUint64(to, n) }

// AppendUint64s appends eight bytes for each number, with their count in front.
func AppendUint64s(to []byte, all []uint64) []byte {
	to = AppendInt(to, len(all))
	for _, n := range all {
		to = AppendUint64(to, n)
	}
	return to
}

// AppendFloat appends a floating-point number.
func AppendFloat(to []byte, f float64) []byte { return AppendUint64(to, math.Float64bits(f)) }

// AppendBool appends a byte.
func AppendBool(to []byte, b bool) []byte {
	if b {
		return append(to, 1)
	}
	return append(to, 0)
}

// AppendText appends a text with its length in front.
func AppendText[T string | []byte](to []byte, text T) []byte {
	return append(AppendInt(to, len(text)), text...)
}

// AppendSized appends what add appends, with its length in front.
func AppendSized(to []byte, add func([]byte) []byte) []byte {
	start := len(to)
	to = add(binary.LittleEndian.AppendUint32(to, 0))
	binary.LittleEndian.PutUint32(to[start:], uint32(len(to)-start-4))
	return to
}

// Reader reads what was appended, in its order. After a failure it returns zeroes.
type Reader struct {
	rest   []byte
	failed bool
}

// NewReader returns a reader of data.
func NewReader(data []byte) Reader { return Reader{rest: data} }

// Err returns ErrInvalid where something could not be read, or is left.
func (r *Reader) Err() error {
	if r.failed || len(r.rest) > 0 {
		return ErrInvalid
	}
	return nil
}

// Fail makes the reader fail: what it has read can't be.
func (r *Reader) Fail() { r.failed, r.rest = true, nil }

// Int reads a number between 0 and most.
func (r *Reader) Int(most int) int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > uint64(most) {
		r.Fail()
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// Count reads how many elements follow, each of at least a number of bytes.
func (r *Reader) Count(elementBytes int) int {
	n := r.Int(math.MaxInt32)
	if n > len(r.rest)/elementBytes {
		r.Fail()
		return 0
	}
	return n
}

// Uint64 reads eight bytes.
func (r *Reader) Uint64() uint64 {
	if len(r.rest) < 8 {
		r.Fail()
		return 0
	}
	n := binary.LittleEndian.Uint64(r.rest)
	r.rest = r.rest[8:]
	return n
}

// Uint64s reads what AppendUint64s appended.
func (r *Reader) Uint64s() []uint64 {
	all := make([]uint64, r.Count(8))
	for i := range all {
		all[i] = r.Uint64()
	}
	return all
}

// Float reads a floating-point number.
func (r *Reader) Float() float64 { return math.Float64frombits(r.Uint64()) }

// Byte reads a byte that is at most as large as another.
func (r *Reader) Byte(most byte) byte {
	if len(r.rest) == 0 || r.rest[0] > most {
		r.Fail()
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// Bool reads a byte.
func (r *Reader) Bool() bool { return r.Byte(1) == 1 }

// Raw reads as many bytes as they are, as a slice of the data.
func (r *Reader) Raw(n int) []byte {
	if n > len(r.rest) {
		r.Fail()
		return nil
	}
	raw := r.rest[:n:n]
	r.rest = r.rest[n:]
	return raw
}

// Bytes reads a text as a slice of the data.
func (r *Reader) Bytes() []byte {
	n := r.Count(1)
	text := r.rest[:n:n]
	r.rest = r.rest[n:]
	return text
}

// Rest is what has not been read.
func (r *Reader) Rest() []byte { return r.rest }

// Skip passes over as many bytes, which the rest has.
func (r *Reader) Skip(n int) { r.rest = r.rest[n:] }

// Sized reads what AppendSized appended, as a slice of the data.
func (r *Reader) Sized() []byte {
	size := r.Raw(4)
	if size == nil {
		return nil
	}
	return r.Raw(int(binary.LittleEndian.Uint32(size)))
}

// Text reads a text into memory of its own.
func (r *Reader) Text() string { return string(r.Bytes()) }
