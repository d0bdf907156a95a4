package records

import (
	"bytes"
	"errors"
	"fmt"
)

// partial is a record of which the beginning has been read.
type partial struct {
	maxSize int
	chunks  [][]byte
	size    int
}

// add keeps more of the record, and nothing of one that is too long.
func (p *partial) add(more []byte) {
	if len(more) == 0 {
		return
	}
	p.size += len(more)
	if p.size > p.maxSize {
		p.chunks = nil
		return
	}
	p.chunks = append(p.chunks, more)
}

// isTooLong is true from the byte on that is too many.
func (p *partial) isTooLong() bool { return p.size > p.maxSize }

// take returns the record without the white space around it, and begins the next one.
func (p *partial) take() []byte {
	var record []byte
	if len(p.chunks) == 1 {
		record = p.chunks[0]
	} else {
		record = bytes.Join(p.chunks, nil)
	}
	p.chunks, p.size = nil, 0
	return bytes.TrimSpace(record)
}

// ErrTooLong is a record over the limit.
var ErrTooLong = errors.New("too long")

func tooLong(what string, maxSize int) error {
	return fmt.Errorf("%s: %w, must be at most %d bytes", what, ErrTooLong, maxSize)
}
