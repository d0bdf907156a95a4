// Package block keeps spans in columns. A block is made once, of 1 to [MaxSpans] spans, and never changed.
//
// A block begins with the magic, the header's length and checksum (4 bytes each, little endian). The header holds the number of
// spans, the lowest and highest sequence number, and of each section that follows: how it is kept (as it is, or zstd), how long it is kept
// and in full, and the checksum of what is kept (the low half of xxHash64). The sections are
//
//	0  the distinct trace ids
//	1  the span id of each span
//	2  the index of the trace id of each span, in planes of bytes
//	3  the directory: resources, scopes, shapes, columns
//	4  what the directory refers to; small columns share a section
//
// The attributes of a span are its shape, a list of columns, and the next value in each of these: a column, the values of one key and
// one type, holds nothing for spans without it. Numbers are differences to the least or to the one before, divided by a common power
// of ten, in planes of bytes. Texts are kept once each with the indices of them, or all in a row where few are equal, without what
// all begin with; hexadecimal digits and UUIDs take half the room.
//
// What is read of a block is checked: damage is an error, and takes memory of a bounded multiple of the block's size.
package block

import "errors"

const (
	// MaxSpans is how many spans a block has at most.
	MaxSpans = 8192
	// maxValues is how many attributes the spans of a block have at most in all.
	maxValues = 1 << 20
	// maxSection is how long a section is in full at most.
	maxSection = 256 << 20
)

// ErrDamaged is a block or a filter that is not what was written.
var ErrDamaged = errors.New("damaged block")

// ErrTooLarge is spans that do not go into one block; fewer of them may.
var ErrTooLarge = errors.New("too large for a block")
