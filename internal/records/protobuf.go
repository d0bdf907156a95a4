package records

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	// resourceSpansTag begins a message of OTLP traces: field 1, of known length.
	resourceSpansTag = 0x0A
	// lengthSize is how many bytes the file exporter writes before a message.
	lengthSize = 4
	// maxFrame is the longest message that is taken for one, above every limit.
	maxFrame = 1 << 30
)

// isMessage is true for a file of one protobuf message. Text may begin with the same byte, a new line, but
// then has no control characters.
func isMessage(head []byte) bool {
	return len(head) > 0 && head[0] == resourceSpansTag && bytes.ContainsFunc(head, isBinary)
}

func isBinary(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r'
}

// isFramed is true for messages with their length before each.
func isFramed(head []byte) bool {
	return len(head) > lengthSize && binary.BigEndian.Uint32(head) < maxFrame && head[0] < '\t' && head[lengthSize] == resourceSpansTag
}

func readMessage(r io.Reader, maxSize int, out *output) error {
	data, err := io.ReadAll(io.LimitReader(r, int64(maxSize)+1))
	if err != nil {
		return err
	}
	record := Record{Data: data, Protobuf: true, Number: 1}
	if len(data) > maxSize {
		record = Record{Protobuf: true, Number: 1, Err: tooLong("protobuf message", maxSize)}
	}
	return out.send([]Record{record})
}

func readFrames(r *bufio.Reader, maxSize int, out *output) error {
	for number := 1; ; number++ {
		record := Record{Protobuf: true, Number: number}
		record.Data, record.Err = readFrame(r, maxSize)
		if errors.Is(record.Err, io.EOF) {
			return nil
		}
		err := out.send([]Record{record})
		if err != nil || errors.Is(record.Err, io.ErrUnexpectedEOF) {
			return err
		}
	}
}

// readFrame returns [io.EOF] at the end of the file.
func readFrame(r *bufio.Reader, maxSize int) ([]byte, error) {
	var length [lengthSize]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	size := int64(binary.BigEndian.Uint32(length[:]))
	if size > int64(maxSize) {
		if _, err := io.CopyN(io.Discard, r, size); err != nil {
			return nil, fmt.Errorf("cut off: %w", io.ErrUnexpectedEOF)
		}
		return nil, tooLong("protobuf message", maxSize)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("cut off: %w", io.ErrUnexpectedEOF)
	}
	return data, nil
}
