// Package records cuts files of recorded conversations and traces into records, each one JSON
// value or one protobuf message, and tells by the content which of its formats a file has:
//
//   - JSON lines, a value each;
//   - JSON over several lines: one value, several, or an array of them;
//   - one protobuf message of OTLP, or many with their length in 4 bytes before each, as the
//     collector's file exporter writes them.
//
// It holds no more of a file than one record may have, and what is read at a time.
package records

import (
	"bufio"
	"errors"
	"io"
)

// batchSize is about how many bytes of records are handed on at a time.
const batchSize = 1 << 18

// Record is one value of a file.
type Record struct {
	Data []byte
	// Protobuf is true for a protobuf message, false for JSON.
	Protobuf bool
	// Number is the line on which a JSON value begins, or which protobuf message it is, from 1.
	Number int
	// Err is why the record could not be read from the file; then Data is empty.
	Err error
}

// Read hands on the records of a file in their order, in batches, until emit is false. A record
// of more than maxSize bytes is passed over and handed on as an error. An [UnreadableError] is a
// file that begins with nothing of what is read; nothing of it is handed on.
func Read(r io.Reader, maxSize int, emit func([]Record) bool) error {
	buffered := bufio.NewReaderSize(r, batchSize)
	if err := skipByteOrderMark(buffered); err != nil {
		return err
	}
	head, err := buffered.Peek(batchSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	out := &output{emit: emit}
	switch format := binaryFormat(head); {
	case isFramed(head):
		err = readFrames(buffered, maxSize, out)
	case isMessage(head):
		err = readMessage(buffered, maxSize, out)
	case format != "":
		err = &UnreadableError{LooksLike: format}
	case spansLines(head):
		err = readValues(buffered, maxSize, out)
	default:
		err = readLines(buffered, maxSize, out)
	}
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

const byteOrderMark = "\ufeff"

func skipByteOrderMark(r *bufio.Reader) error {
	head, err := r.Peek(len(byteOrderMark))
	if string(head) == byteOrderMark {
		_, err = r.Discard(len(byteOrderMark))
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// errStopped is emit's false on its way out.
var errStopped = errors.New("stopped")

// output hands batches on, if the first of them holds something that can be read.
type output struct {
	checked bool
	emit    func([]Record) bool
}

func (o *output) send(batch []Record) error {
	if len(batch) == 0 {
		return nil
	}
	if !o.checked {
		o.checked = true
		if err := checkReadable(batch); err != nil {
			return err
		}
	}
	if !o.emit(batch) {
		return errStopped
	}
	return nil
}

// chunk reads what is handed on at a time, less at the end of the file; last says so.
func chunk(r io.Reader) (data []byte, last bool, err error) {
	data = make([]byte, batchSize)
	n, err := io.ReadFull(r, data)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return data[:n], true, nil
	}
	return data[:n], false, err
}
