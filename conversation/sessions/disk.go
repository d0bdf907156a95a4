package sessions

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"sync"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// Disk keeps data over restarts. Keys are short and printable.
type Disk interface {
	// Get returns nil where there is nothing.
	Get(ctx context.Context, key string) ([]byte, error)
	// Write writes and deletes, all or nothing.
	Write(ctx context.Context, set map[string][]byte, remove []string) error
}

// ErrCorrupt is data on disk that can't be read.
var ErrCorrupt = errors.New("data on disk is corrupt")

// diskVersion changes with the form of what is on disk.
const diskVersion = 2

const (
	diskIndexKey = "index"
	// indexInterval is how often the index is written whole. In between, journal entries say what is new.
	indexInterval = time.Minute
)

// persistence keeps sessions on disk: each under a key of its own, and an index of the keys, since a disk can't be listed. The
// index says up to which entry of the journal it knows.
type persistence struct {
	disk Disk
	// maker tells what wrote the data; that of another maker is of no use.
	maker string
	ttl   time.Duration

	// writing lets one write at a time.
	writing sync.Mutex
	// oldest and journal are the numbers of the first entry of the journal that is there, and of the next one.
	oldest, journal uint64
	indexed         time.Time

	mu sync.Mutex
	// stored are the sessions on disk, with the time of their last use in seconds.
	stored map[Key]int64
	dirty  map[Key]struct{}
	gone   map[Key]struct{}
	// lost is why something on disk could not be read, since it was last asked for.
	lost error
}

func diskKey(key Key) string { return fmt.Sprintf("s/%x", key[:]) }

func journalKey(n uint64) string { return fmt.Sprint("j/", n) }

// seal adds a checksum.
func seal(data []byte) []byte {
	return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
}

func unseal(sealed []byte) ([]byte, error) {
	n := len(sealed) - crc32.Size
	if n < 0 || crc32.ChecksumIEEE(sealed[:n]) != binary.LittleEndian.Uint32(sealed[n:]) {
		return nil, ErrCorrupt
	}
	return sealed[:n], nil
}

// openDisk reads the index and the journal. An error of ErrCorrupt says that it starts anew.
func openDisk(ctx context.Context, disk Disk, maker string, ttl time.Duration, now time.Time) (*persistence, error) {
	p := &persistence{
		disk: disk, maker: maker, ttl: ttl, indexed: now,
		stored: map[Key]int64{}, dirty: map[Key]struct{}{}, gone: map[Key]struct{}{},
	}
	isMine, corrupt := p.readDisk(ctx, now)
	for key, used := range p.stored {
		if !isMine || now.Unix()-used >= int64(ttl/time.Second) {
			p.gone[key] = struct{}{}
			delete(p.stored, key)
		}
	}
	if err := p.writeIndex(ctx, now); err != nil {
		return nil, err
	}
	return p, corrupt
}

// readDisk reads what can be read. It is false where that is another maker's.
func (p *persistence) readDisk(ctx context.Context, now time.Time) (isMine bool, err error) {
	sealed, err := p.read(ctx, diskIndexKey)
	if err != nil || sealed == nil {
		return false, err
	}
	isMine, err = p.readIndex(sealed)
	for err == nil {
		var entry []byte
		if entry, err = p.read(ctx, journalKey(p.journal)); entry == nil {
			break
		}
		err = p.readEntry(entry, now)
		p.journal++
	}
	return isMine, err
}

// read returns an error of ErrCorrupt where the disk can't read a value, and nil where there is none.
func (p *persistence) read(ctx context.Context, key string) ([]byte, error) {
	sealed, err := p.disk.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("%w: read %s: %w", ErrCorrupt, key, err)
	}
	return sealed, nil
}

// readIndex is false where the index is that of another maker.
func (p *persistence) readIndex(sealed []byte) (isMine bool, err error) {
	data, err := unseal(sealed)
	if err != nil {
		return false, fmt.Errorf("index of sessions: %w", err)
	}
	r := wire.NewReader(data)
	version := r.Byte(255)
	maker := r.Text()
	p.oldest = r.Uint64()
	p.journal = p.oldest
	p.readKeys(&r)
	if r.Err() != nil || version != diskVersion {
		clear(p.stored)
		p.oldest, p.journal = 0, 0
		return false, fmt.Errorf("index of sessions: %w", ErrCorrupt)
	}
	return maker == p.maker, nil
}

func (p *persistence) readKeys(r *wire.Reader) {
	for range r.Count(len(Key{}) + 8) {
		var key Key
		copy(key[:], r.Raw(len(key)))
		p.stored[key] = int64(r.Uint64())
	}
}

func (p *persistence) readEntry(sealed []byte, now time.Time) error {
	data, err := unseal(sealed)
	if err != nil {
		return fmt.Errorf("journal of sessions: %w", err)
	}
	for ; len(data) >= len(Key{}); data = data[len(Key{}):] {
		p.stored[Key(data[:len(Key{})])] = now.Unix()
	}
	return nil
}

// writeIndex writes which sessions are on disk, and removes the journal up to here and what has gone.
func (p *persistence) writeIndex(ctx context.Context, now time.Time) error {
	p.mu.Lock()
	index := wire.AppendUint64(wire.AppendText([]byte{diskVersion}, p.maker), p.journal)
	index = wire.AppendInt(index, len(p.stored))
	for key, used := range p.stored {
		index = wire.AppendUint64(append(index, key[:]...), uint64(used))
	}
	p.mu.Unlock()
	p.indexed = now
	var entries []string
	for n := p.oldest; n < p.journal; n++ {
		entries = append(entries, journalKey(n))
	}
	if err := p.write(ctx, map[string][]byte{diskIndexKey: seal(index)}, entries); err != nil {
		return fmt.Errorf("write the index of sessions: %w", err)
	}
	p.oldest = p.journal
	return nil
}

// index is writeIndex for who is not writing.
func (p *persistence) index(ctx context.Context, now time.Time) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	return p.writeIndex(ctx, now)
}

// write writes and removes, also what has gone.
func (p *persistence) write(ctx context.Context, set map[string][]byte, remove []string) error {
	p.mu.Lock()
	gone := p.gone
	p.gone = map[Key]struct{}{}
	p.mu.Unlock()
	for key := range gone {
		remove = append(remove, diskKey(key))
	}
	if len(set)+len(remove) == 0 {
		return nil
	}
	err := p.disk.Write(ctx, set, remove)
	if err != nil {
		p.mu.Lock()
		maps.Copy(p.gone, gone)
		p.mu.Unlock()
	}
	return err
}

// get returns the data of a session that is on disk, and nil for others.
func (p *persistence) get(ctx context.Context, key Key, now time.Time) []byte {
	p.mu.Lock()
	used, ok := p.stored[key]
	p.mu.Unlock()
	if !ok || now.Unix()-used >= int64(p.ttl/time.Second) {
		return nil
	}
	sealed, err := p.read(ctx, diskKey(key))
	if err == nil && sealed == nil {
		return nil
	}
	var data []byte
	if err == nil {
		data, err = unseal(sealed)
	}
	if err != nil {
		p.lose(fmt.Errorf("session: %w", err))
		return nil
	}
	return data
}

// lose notes that something on disk could not be read.
func (p *persistence) lose(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lost = err
}

// touch notes that a session was used, and whether it has changed.
func (p *persistence) touch(key Key, changed bool, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.stored[key]; ok {
		p.stored[key] = now.Unix()
	}
	if changed {
		p.dirty[key] = struct{}{}
	}
	delete(p.gone, key)
}

// forget notes that a session is not remembered any more.
func (p *persistence) forget(key Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.dirty, key)
	if _, ok := p.stored[key]; ok {
		delete(p.stored, key)
		p.gone[key] = struct{}{}
	}
}

// flush writes what has changed; data returns that of a session, nil where it is not remembered.
func (p *persistence) flush(ctx context.Context, now time.Time, data func(Key) []byte) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	p.mu.Lock()
	dirty := p.dirty
	p.dirty = map[Key]struct{}{}
	lost := p.lost
	p.lost = nil
	p.mu.Unlock()
	set := make(map[string][]byte, len(dirty)+1)
	var added []Key
	var entry []byte
	for key := range dirty {
		if d := data(key); d != nil {
			set[diskKey(key)] = seal(d)
			if !p.isStored(key) {
				added, entry = append(added, key), append(entry, key[:]...)
			}
		}
	}
	if len(added) > 0 {
		set[journalKey(p.journal)] = seal(entry)
	}
	if err := p.write(ctx, set, nil); err != nil {
		p.mu.Lock()
		maps.Copy(p.dirty, dirty)
		p.mu.Unlock()
		return errors.Join(lost, fmt.Errorf("write sessions: %w", err))
	}
	if len(added) > 0 {
		p.journal++
		p.mu.Lock()
		for _, key := range added {
			p.stored[key] = now.Unix()
		}
		p.mu.Unlock()
	}
	if now.Sub(p.indexed) >= indexInterval {
		return errors.Join(lost, p.writeIndex(ctx, now))
	}
	return lost
}

func (p *persistence) isStored(key Key) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.stored[key]
	return ok
}
