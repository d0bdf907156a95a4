package block

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/zstd"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// The first sections.
const (
	sectionTraceIDs = iota
	sectionSpanIDs
	sectionTraces
	sectionDirectory
	fixedSections
)

// How a section is kept.
const (
	codecNone = iota
	codecZstd
)

const (
	magic      = "PTB1"
	prefixSize = len(magic) + 4 + 4

	// minCompressed is how long a section is at least that zstd is tried on.
	minCompressed = 48
	// maxRatio is how much longer a section is at most than what is kept of it: one that zstd makes smaller is filled up. So memory
	// is bounded by what is read.
	maxRatio = 1024
	// freeRatio is how long a section is that needs no filling.
	freeRatio = 64 << 10
	// ownSection is how long a stream is at least that has a section of its own; sharedSection is when a shared one is full.
	ownSection    = 1 << 10
	sharedSection = 8 << 10
)

// section is where a part of a block is.
type section struct {
	codec  byte
	offset int
	kept   int
	full   int
	sum    uint32
}

// minSection is how many bytes of the header a section takes at least.
const minSection = 1 + 1 + 1 + 4

func checksum(data []byte) uint32 { return uint32(xxhash.Sum64(data)) }

// place is where in a section a stream begins.
type place struct{ section, offset int }

// sectionWriter puts streams into sections.
type sectionWriter struct {
	encoder  *zstd.Encoder
	sections []section
	data     [][]byte
	numbers  shared
	texts    shared
	err      error
}

// shared is a section that small streams of a kind are put into.
type shared struct {
	section int
	data    []byte
}

func (w *sectionWriter) reserve() int {
	w.sections = append(w.sections, section{})
	w.data = append(w.data, nil)
	return len(w.sections) - 1
}

// set makes what a section holds. It keeps no reference to full if it is to be compressed.
func (w *sectionWriter) set(at int, full []byte, compress bool) {
	if len(full) > maxSection {
		w.err = fmt.Errorf("%w: %d bytes of one kind", ErrTooLarge, len(full))
		return
	}
	s, kept := &w.sections[at], full
	if compress {
		kept = slices.Clone(full)
	}
	if compress && len(full) >= minCompressed {
		packed := w.encoder.EncodeAll(full, make([]byte, 0, len(full)/2))
		if packed = fill(packed, len(full)); len(packed) < len(full) {
			s.codec, kept = codecZstd, packed
		}
	}
	s.kept, s.full, s.sum = len(kept), len(full), checksum(kept)
	w.data[at] = kept
}

// skippable is the magic of a zstd frame that decoders pass over.
const skippable = 0x184D2A50

// fill makes what is kept of a section long enough for its ratio.
func fill(packed []byte, full int) []byte {
	missing := (full-freeRatio)/maxRatio - len(packed)
	if missing <= 0 {
		return packed
	}
	packed = binary.LittleEndian.AppendUint32(packed, skippable)
	packed = binary.LittleEndian.AppendUint32(packed, uint32(missing))
	return append(packed, make([]byte, missing)...)
}

func (w *sectionWriter) put(to *shared, stream []byte) place {
	if len(stream) >= ownSection {
		at := w.reserve()
		w.set(at, stream, true)
		return place{section: at}
	}
	if len(stream) == 0 {
		return place{section: sectionDirectory}
	}
	if to.section == 0 {
		to.section = w.reserve()
	}
	at := place{section: to.section, offset: len(to.data)}
	to.data = append(to.data, stream...)
	if len(to.data) >= sharedSection {
		w.flush(to)
	}
	return at
}

func (w *sectionWriter) flush(s *shared) {
	if s.section > 0 {
		w.set(s.section, s.data, true)
	}
	*s = shared{}
}

// block returns the whole.
func (w *sectionWriter) block(h header) []byte {
	payload := wire.AppendInt(nil, h.spans)
	payload = wire.AppendUint64(payload, h.first)
	payload = wire.AppendUint64(payload, h.last)
	payload = wire.AppendInt(payload, len(w.sections))
	size := 0
	for _, s := range w.sections {
		payload = append(payload, s.codec)
		payload = wire.AppendInt(payload, s.kept)
		payload = wire.AppendInt(payload, s.full)
		payload = binary.LittleEndian.AppendUint32(payload, s.sum)
		size += s.kept
	}
	whole := make([]byte, 0, prefixSize+len(payload)+size)
	whole = append(whole, magic...)
	whole = binary.LittleEndian.AppendUint32(whole, uint32(len(payload)))
	whole = binary.LittleEndian.AppendUint32(whole, checksum(payload))
	whole = append(whole, payload...)
	for _, data := range w.data {
		whole = append(whole, data...)
	}
	return whole
}

// header is what the beginning of a block tells.
type header struct {
	spans       int
	first, last uint64
	sections    []section
}

func readHeader(data []byte) (header, error) {
	if len(data) < prefixSize || string(data[:len(magic)]) != magic {
		return header{}, fmt.Errorf("%w: no block of this version", ErrDamaged)
	}
	length := int(binary.LittleEndian.Uint32(data[len(magic):]))
	if length > len(data)-prefixSize {
		return header{}, fmt.Errorf("%w: the header is cut", ErrDamaged)
	}
	payload := data[prefixSize : prefixSize+length]
	if binary.LittleEndian.Uint32(data[len(magic)+4:]) != checksum(payload) {
		return header{}, fmt.Errorf("%w: checksum of the header", ErrDamaged)
	}
	r := wire.NewReader(payload)
	h := header{spans: r.Int(MaxSpans), first: r.Uint64(), last: r.Uint64()}
	h.sections = make([]section, r.Count(minSection))
	offset := prefixSize + length
	for i := range h.sections {
		s := &h.sections[i]
		s.codec, s.kept, s.full = r.Byte(codecZstd), r.Int(len(data)), r.Int(maxSection)
		if sum := r.Raw(4); sum != nil {
			s.sum = binary.LittleEndian.Uint32(sum)
		}
		s.offset = offset
		offset += s.kept
		if offset > len(data) || !s.plausible() {
			r.Fail()
			break
		}
	}
	if r.Err() != nil || offset != len(data) || h.spans == 0 || len(h.sections) < fixedSections {
		return header{}, fmt.Errorf("%w: header", ErrDamaged)
	}
	return h, nil
}

func (s section) plausible() bool {
	if s.codec == codecNone {
		return s.kept == s.full
	}
	return s.full <= freeRatio+(s.kept+1)*maxRatio
}

// slack is how much more room than it needs makes zstd faster.
const slack = 64

// read returns what a section holds. A compressed one is in room, or in a larger one that is returned as well.
func (b *Block) read(at int, room []byte) (full, used []byte, err error) {
	s := b.sections[at]
	kept := b.data[s.offset : s.offset+s.kept]
	if checksum(kept) != s.sum {
		return nil, nil, fmt.Errorf("%w: checksum of section %d", ErrDamaged, at)
	}
	if s.codec == codecNone {
		return kept, nil, nil
	}
	if cap(room) < s.full+slack {
		room = make([]byte, 0, s.full+slack)
	}
	full, err = decompress(room[:0:s.full+slack], kept)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: section %d: %w", ErrDamaged, at, err)
	}
	if len(full) != s.full {
		return nil, nil, fmt.Errorf("%w: length of section %d", ErrDamaged, at)
	}
	return full, room, nil
}
