// Package journal stores values by key in files that are written at their end only. What is put in and taken out again soon,
// in about the same order, as by a queue, costs one write and one read: a file all of whose values have been replaced or
// deleted is removed as a whole.
package journal

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/internal/folderlock"
)

// ErrClosed says that a journal was used after Close.
var ErrClosed = errors.New("the journal is closed")

// ErrInUse says that another journal, of this process or another one, has the folder.
var ErrInUse = errors.New("another journal has the folder")

// errDamaged says that what is read is not what was written.
var errDamaged = errors.New("damaged")

// Options say how values are stored.
type Options struct {
	// SegmentSize is the length in bytes from which on the next file is begun, above 0.
	SegmentSize int64
	// Sync has each write on the disk before it returns. Without it the operating system has it, which outlives the
	// process, not the machine.
	Sync bool
	// Report is told what went wrong beside what was asked for: what can't be read at the start, files that can't be
	// removed. It must not be nil.
	Report func(error)
}

// Journal is safe for concurrent use. No two are open on one folder.
type Journal struct {
	dir     string
	options Options

	mu     sync.Mutex
	lock   *os.File
	closed bool
	places map[string]place
	// segments are all files, the oldest first.
	segments []*segment
	// open is the last of them while it can be written to.
	open *segment
	next uint64
	// total is the length of all files, live that of what can still be read.
	total, live int64
	head        []byte
}

// place is where a value stands.
type place struct {
	segment *segment
	offset  int64
	size    int64
	sum     uint32
}

// Open reads what is in a folder, which must be there. A write that was not finished is not there.
func Open(dir string, options Options) (*Journal, error) {
	lock, err := folderlock.Take(dir)
	if errors.Is(err, folderlock.ErrInUse) {
		err = fmt.Errorf("%w: %w", ErrInUse, err)
	}
	if err != nil {
		return nil, err
	}
	j := &Journal{dir: dir, options: options, lock: lock, places: map[string]place{}, head: make([]byte, 0, small)}
	if err := j.readSegments(); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	j.clean()
	return j, nil
}

// Close releases the files.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil
	}
	j.closed = true
	errs := []error{j.lock.Close()}
	for _, s := range j.segments {
		errs = append(errs, s.file.Close())
	}
	return errors.Join(errs...)
}

// Get returns a copy of the value of a key, nil for none.
func (j *Journal) Get(key string) ([]byte, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil, ErrClosed
	}
	p, ok := j.places[key]
	if !ok {
		return nil, nil
	}
	value, err := p.read()
	if err != nil {
		return nil, fmt.Errorf("value of %q: %w", key, err)
	}
	return value, nil
}

// Change is a new value of a key, or its end.
type Change struct {
	Key    string
	Value  []byte
	Delete bool
}

// Write makes all of the changes, in their order, or none.
func (j *Journal) Write(changes ...Change) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return ErrClosed
	}
	if len(changes) == 0 {
		return nil
	}
	if err := j.append(changes); err != nil {
		return err
	}
	j.clean()
	return nil
}

// append writes a frame and then changes what is known.
func (j *Journal) append(changes []Change) error {
	if j.open == nil || j.open.size >= j.options.SegmentSize {
		if err := j.begin(); err != nil {
			return err
		}
	}
	j.head = appendHead(j.head[:0], changes)
	s := j.open
	end, err := s.write(j.head, changes, j.options.Sync)
	if err != nil {
		if undo := s.file.Truncate(s.size); undo != nil {
			j.open = nil
			err = errors.Join(err, undo)
		}
		return err
	}
	at := s.size + int64(len(j.head))
	j.total += end - s.size
	s.size = end
	for _, c := range changes {
		j.forget(c.Key)
		if !c.Delete {
			j.put(c.Key, place{s, at, int64(len(c.Value)), checksum(c.Value)})
			at += int64(len(c.Value))
		}
	}
	return nil
}

// begin starts the next file.
func (j *Journal) begin() error {
	s, err := createSegment(j.dir, j.next, j.options.Sync)
	if err != nil {
		return err
	}
	j.next++
	j.segments = append(j.segments, s)
	j.open = s
	return nil
}

func (j *Journal) put(key string, p place) {
	j.places[key] = p
	p.segment.live++
	j.live += p.size + int64(len(key))
}

func (j *Journal) forget(key string) {
	if p, ok := j.places[key]; ok {
		delete(j.places, key)
		p.segment.live--
		j.live -= p.size + int64(len(key))
	}
}

// readSegments reads what earlier processes wrote. None of their files is written to again.
func (j *Journal) readSegments() error {
	var err error
	if j.segments, err = openSegments(j.dir); err != nil {
		return err
	}
	slices.SortFunc(j.segments, func(a, b *segment) int { return cmp.Compare(a.number, b.number) })
	for _, s := range j.segments {
		length, err := s.replay(j)
		if err != nil {
			return err
		}
		if cut := length - s.size; cut > 0 {
			j.options.Report(fmt.Errorf("%s: %w, or a write that was not finished: the last %d bytes are not read",
				s.file.Name(), errDamaged, cut))
		}
		j.total += s.size
		j.next = s.number + 1
	}
	return nil
}
