package block

import (
	"fmt"
	"sync"
)

// streams reads streams out of sections, each section once. What it returns is good until it is closed.
type streams struct {
	block *Block
	read  map[int][]byte
	// buffers and rooms are used again by who comes next, as many as are in use.
	buffers     [][]byte
	rooms       [][]uint64
	usedBuffers int
	usedRooms   int
}

// maxKept is how much room is kept for who comes next.
const maxKept = 8 << 20

var streamsPool = sync.Pool{New: func() any { return &streams{read: map[int][]byte{}} }}

func (b *Block) streams() *streams {
	s, ok := streamsPool.Get().(*streams)
	if !ok {
		s = &streams{read: map[int][]byte{}}
	}
	s.block = b
	return s
}

func (r *streams) close() {
	size := 0
	for _, buffer := range r.buffers {
		size += cap(buffer)
	}
	for _, room := range r.rooms {
		size += 8 * cap(room)
	}
	if size > maxKept {
		return
	}
	clear(r.read)
	r.block, r.usedBuffers, r.usedRooms = nil, 0, 0
	streamsPool.Put(r)
}

// room returns room for numbers.
func (r *streams) room(n int) []uint64 {
	if r.usedRooms == len(r.rooms) {
		r.rooms = append(r.rooms, nil)
	}
	room := &r.rooms[r.usedRooms]
	r.usedRooms++
	if cap(*room) < n {
		*room = make([]uint64, n)
	}
	return (*room)[:n]
}

// section returns what a section holds.
func (r *streams) section(at int) ([]byte, error) {
	if data, ok := r.read[at]; ok {
		return data, nil
	}
	if r.usedBuffers == len(r.buffers) {
		r.buffers = append(r.buffers, nil)
	}
	data, used, err := r.block.read(at, r.buffers[r.usedBuffers])
	if err != nil {
		return nil, err
	}
	if used != nil {
		r.buffers[r.usedBuffers] = used
		r.usedBuffers++
	}
	r.read[at] = data
	return data, nil
}

func (r *streams) stream(at place, size int) ([]byte, error) {
	if size == 0 {
		return nil, nil
	}
	if at.section < fixedSections || at.section >= len(r.block.sections) {
		return nil, fmt.Errorf("%w: no section %d", ErrDamaged, at.section)
	}
	data, err := r.section(at.section)
	if err != nil {
		return nil, err
	}
	if at.offset > len(data) || size > len(data)-at.offset {
		return nil, fmt.Errorf("%w: the end of section %d", ErrDamaged, at.section)
	}
	return data[at.offset : at.offset+size], nil
}

// numbers reads a stream of numbers.
func (r *streams) numbers(n *numbers) ([]uint64, error) {
	if n.count > maxValues {
		return nil, fmt.Errorf("%w: %d numbers in a stream", ErrDamaged, n.count)
	}
	data, err := r.stream(n.at, n.width*n.count)
	if err != nil {
		return nil, err
	}
	values := r.room(n.count)
	addPlanes(values, data, n.width)
	n.restore(values)
	return values, nil
}
