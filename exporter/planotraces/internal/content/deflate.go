package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// How a payload is written.
const (
	stored byte = iota + 1
	deflated
)

const (
	// level of compression: what is written is read seldom, and kept for days.
	level = 7
	// dictionaryBytes is how far back DEFLATE looks, dictionaryShare how much of a dictionary one text of the base may take.
	dictionaryBytes = 32 << 10
	dictionaryShare = 12 << 10
)

// compressor is a writer with its buffers.
type compressor struct {
	out        bytes.Buffer
	writer     *flate.Writer
	dictionary []byte
}

var compressors = sync.Pool{New: func() any { return &compressor{dictionary: make([]byte, 0, dictionaryBytes)} }}

// deflate appends a payload, compressed where that makes it smaller.
func deflate(to, payload []byte, base *Content) (how byte, out []byte) {
	c, ok := compressors.Get().(*compressor)
	if !ok {
		return stored, append(to, payload...)
	}
	defer compressors.Put(c)
	c.out.Reset()
	c.dictionary = base.appendDictionary(c.dictionary[:0])
	if err := c.compress(payload); err != nil || c.out.Len() >= len(payload) {
		return stored, append(to, payload...)
	}
	return deflated, append(to, c.out.Bytes()...)
}

// compress fails for a level that does not exist only: a buffer takes everything.
func (c *compressor) compress(payload []byte) error {
	if c.writer == nil {
		w, err := flate.NewWriterDict(&c.out, level, c.dictionary)
		if err != nil {
			return err
		}
		c.writer = w
	} else {
		c.writer.ResetDict(&c.out, c.dictionary)
	}
	if _, err := c.writer.Write(payload); err != nil {
		return err
	}
	return c.writer.Close()
}

// appendDictionary appends the ends of the texts of a content, those of the last ones where all are too much. The longest takes
// what the others leave.
func (c *Content) appendDictionary(to []byte) []byte {
	left, from, longest := dictionaryBytes, len(c.records), -1
	for from > 0 && left > 0 {
		from--
		r := &c.records[from]
		left -= min(len(r.value.Text), dictionaryShare) + len(r.key)
		if longest < 0 || len(r.value.Text) > len(c.records[longest].value.Text) {
			longest = from
		}
	}
	for i := from; i < len(c.records); i++ {
		r, share := &c.records[i], dictionaryShare
		if i == longest {
			share += max(0, left)
		}
		to = append(to, r.key...)
		to = append(to, r.value.Text[max(0, len(r.value.Text)-share):]...)
	}
	return to[max(0, len(to)-dictionaryBytes):]
}

// decompressor is a reader with its buffers.
type decompressor struct {
	in         bytes.Reader
	reader     io.ReadCloser
	dictionary []byte
}

var decompressors = sync.Pool{New: func() any { return &decompressor{dictionary: make([]byte, 0, dictionaryBytes)} }}

var (
	errSize   = errors.New("payload has another size than its header says")
	errMethod = errors.New("unknown compression")
)

// inflate returns a payload of a size that the caller has checked.
func inflate(how byte, data []byte, size int, base *Content) ([]byte, error) {
	switch how {
	case stored:
		if len(data) != size {
			return nil, errSize
		}
		return data, nil
	case deflated:
	default:
		return nil, errMethod
	}
	d, ok := decompressors.Get().(*decompressor)
	if !ok {
		return nil, errMethod
	}
	defer decompressors.Put(d)
	d.dictionary = base.appendDictionary(d.dictionary[:0])
	d.in.Reset(data)
	if d.reader == nil {
		d.reader = flate.NewReaderDict(&d.in, d.dictionary)
	} else if err := d.reader.(flate.Resetter).Reset(&d.in, d.dictionary); err != nil {
		return nil, fmt.Errorf("decompress: %w", err)
	}
	payload := make([]byte, size)
	if _, err := io.ReadFull(d.reader, payload); err != nil {
		return nil, fmt.Errorf("decompress: %w", err)
	}
	if n, err := d.reader.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) || d.in.Len() > 0 {
		return nil, errSize
	}
	return payload, nil
}
