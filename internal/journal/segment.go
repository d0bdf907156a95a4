package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const suffix = ".journal"

// segment is one of the files.
type segment struct {
	number uint64
	file   *os.File
	// size is where the next frame begins.
	size int64
	// live is how many of its values can still be read.
	live int
}

func createSegment(dir string, number uint64, sync bool) (*segment, error) {
	name := filepath.Join(dir, fmt.Sprintf("%020d%s", number, suffix))
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if sync {
		if err := syncFolder(dir); err != nil {
			return nil, errors.Join(err, file.Close(), os.Remove(name))
		}
	}
	return &segment{number: number, file: file}, nil
}

// syncFolder has the names of new files on the disk.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// openSegments returns those of a folder, in no order.
func openSegments(dir string) (segments []*segment, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		digits, ok := strings.CutSuffix(entry.Name(), suffix)
		number, err := strconv.ParseUint(digits, 10, 64)
		if !ok || err != nil {
			continue // not one of ours
		}
		file, err := os.Open(filepath.Join(dir, entry.Name()))
		if err != nil {
			for _, s := range segments {
				err = errors.Join(err, s.file.Close())
			}
			return nil, err
		}
		segments = append(segments, &segment{number: number, file: file})
	}
	return segments, nil
}

// small is the length in bytes up to which a value is copied to save a write.
const small = 16 << 10

// write writes a frame behind what is there, and returns where it ends.
func (s *segment) write(head []byte, changes []Change, sync bool) (end int64, err error) {
	end = s.size
	flush := func(data []byte) error {
		n, err := s.file.WriteAt(data, end)
		end += int64(n)
		return err
	}
	buffer := head
	for _, c := range changes {
		if len(c.Value) <= small || c.Delete {
			if !c.Delete {
				buffer = append(buffer, c.Value...)
			}
			continue
		}
		if err := errors.Join(flush(buffer), flush(c.Value)); err != nil {
			return end, err
		}
		buffer = buffer[:0]
	}
	if err := flush(buffer); err != nil {
		return end, err
	}
	if sync {
		return end, s.file.Sync()
	}
	return end, nil
}

// read returns the value.
func (p place) read() ([]byte, error) {
	value := make([]byte, p.size)
	if _, err := p.segment.file.ReadAt(value, p.offset); err != nil {
		return nil, err
	}
	if checksum(value) != p.sum {
		return nil, fmt.Errorf("%s: %w at byte %d", p.segment.file.Name(), errDamaged, p.offset)
	}
	return value, nil
}

// replay makes the changes that stand in a file, up to its end or a frame that is none, and returns the file's length.
func (s *segment) replay(j *Journal) (length int64, err error) {
	info, err := s.file.Stat()
	if err != nil {
		return 0, err
	}
	length = info.Size()
	for s.size < length {
		records, head, err := s.readHead(length)
		if err != nil || records == nil {
			return length, err
		}
		end := s.size + head
		for _, r := range records {
			if r.size > length-end {
				return length, nil
			}
			end += r.size
		}
		at := s.size + head
		for _, r := range records {
			j.forget(r.key)
			if !r.delete {
				j.put(r.key, place{s, at, r.size, r.sum})
				at += r.size
			}
		}
		s.size = end
	}
	return length, nil
}

// readHead returns the changes of the frame at s.size and the length of its head, nil for none.
func (s *segment) readHead(length int64) (records []record, head int64, err error) {
	rest := length - s.size
	var header [frameHeader]byte
	if rest < frameHeader {
		return nil, 0, nil
	}
	if _, err := s.file.ReadAt(header[:], s.size); err != nil {
		return nil, 0, err
	}
	head = frameHeader + int64(binary.LittleEndian.Uint32(header[4:]))
	if head > rest {
		return nil, 0, nil
	}
	frame := make([]byte, head)
	if _, err := s.file.ReadAt(frame, s.size); err != nil {
		return nil, 0, err
	}
	if checksum(frame[4:]) != binary.LittleEndian.Uint32(frame) {
		return nil, 0, nil
	}
	records, ok := readRecords(frame[frameHeader:])
	if !ok || len(records) == 0 {
		return nil, 0, nil
	}
	return records, head, nil
}

func (s *segment) remove() error {
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}
