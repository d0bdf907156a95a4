package block

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/cespare/xxhash/v2"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// A filter begins with its magic, the length of the bloom filter of values and that of span ids, and the checksum of both.
const (
	filterMagic = "PTF1"
	// bitsPerValue gives one false answer in some 150.
	bitsPerValue = 12
	bitsPerSpan  = 12
)

// Filter says what a block does not hold, without the block.
type Filter struct{ values, spans bloom }

// BuildFilter returns the filter of a block of spans.
func BuildFilter(spans []*model.Span) []byte {
	c := collector{
		columns: map[columnKey]*seen{}, resources: map[*model.Resource]bool{},
		hashes: make(map[uint64]struct{}, 2*len(spans)),
	}
	ids := newBloom(len(spans), bitsPerSpan)
	for _, s := range spans {
		c.span(s)
		ids.add(hashSpan(s.SpanID))
	}
	values := newBloom(len(c.hashes), bitsPerValue)
	for hash := range c.hashes {
		values.add(hash)
	}
	to := append([]byte(nil), filterMagic...)
	to = wire.AppendInt(wire.AppendInt(to, len(values)), len(ids))
	to = binary.LittleEndian.AppendUint32(to, checksum(values)+checksum(ids))
	return append(append(to, values...), ids...)
}

// OpenFilter reads a filter; it keeps data, which must not change.
func OpenFilter(data []byte) (Filter, error) {
	r := wire.NewReader(data)
	if string(r.Raw(len(filterMagic))) != filterMagic {
		return Filter{}, fmt.Errorf("%w: no filter of this version", ErrDamaged)
	}
	values, spans := r.Int(len(data)), r.Int(len(data))
	sum := r.Raw(4)
	f := Filter{values: r.Raw(values), spans: r.Raw(spans)}
	if r.Err() != nil || !f.values.valid() || !f.spans.valid() ||
		binary.LittleEndian.Uint32(sum) != checksum(f.values)+checksum(f.spans) {
		return Filter{}, fmt.Errorf("%w: filter", ErrDamaged)
	}
	return f, nil
}

// MayHold is false where RowsWhere finds nothing.
func (f Filter) MayHold(key, value string) bool {
	return f.values.has(hashValue(nil, key, value))
}

// MayHaveSpan is false where no span has this id.
func (f Filter) MayHaveSpan(id model.SpanID) bool { return f.spans.has(hashSpan(id)) }

func hashSpan(id model.SpanID) uint64 { return xxhash.Sum64(id[:]) }

func hashValue(room []byte, key, value string) uint64 {
	return xxhash.Sum64(append(wire.AppendText(room[:0], key), value...))
}

// collector collects the hashes of what spans hold, each once.
type collector struct {
	columns   map[columnKey]*seen
	resources map[*model.Resource]bool
	hashes    map[uint64]struct{}
	room      []byte
	text      []byte
}

// seen is the value of a column that came last.
type seen struct{ value model.Value }

func (c *collector) span(s *model.Span) {
	c.attributes(s.Attributes)
	c.one(KeyName, model.Value{Type: model.String, Text: s.Name})
	c.one(KeyStatus, model.Value{Type: model.String, Text: s.StatusText()})
	if s.Resource == nil || c.resources[s.Resource] {
		return
	}
	c.resources[s.Resource] = true
	c.attributes(s.Resource.Attributes)
	c.one(KeyService, model.Value{Type: model.String, Text: s.Resource.Service})
}

func (c *collector) one(key string, value model.Value) {
	a := model.Attribute{Key: key, Value: value}
	c.attribute(&a)
}

func (c *collector) attributes(attributes []model.Attribute) {
	for i := range attributes {
		c.attribute(&attributes[i])
	}
}

func (c *collector) attribute(a *model.Attribute) {
	key := columnKey{a.Key, a.Value.Type}
	last := c.columns[key]
	if last == nil {
		last = &seen{}
		c.columns[key] = last
	} else if last.value == a.Value {
		return
	}
	last.value = a.Value
	c.text = a.Value.AppendText(c.text[:0])
	c.room = append(wire.AppendText(c.room[:0], a.Key), c.text...)
	c.hashes[xxhash.Sum64(c.room)] = struct{}{}
}

// bloom is a split block Bloom filter, as in Apache Parquet: a hash sets one bit in each of the eight words of one block.
type bloom []byte

const (
	bloomBlock = 32
	bloomWords = 8
)

// salts are those of Apache Parquet.
var salts = [bloomWords]uint32{
	0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
}

func newBloom(n, bitsPer int) bloom {
	return make(bloom, max((n*bitsPer+8*bloomBlock-1)/(8*bloomBlock), 1)*bloomBlock)
}

func (b bloom) valid() bool { return len(b) > 0 && len(b)%bloomBlock == 0 }

// block returns the block of a hash.
func (b bloom) block(hash uint64) []byte {
	high, _ := bits.Mul64(hash, uint64(len(b)/bloomBlock))
	return b[high*bloomBlock : (high+1)*bloomBlock]
}

func bit(hash uint64, word int) uint32 { return 1 << (uint32(hash) * salts[word] >> 27) }

func (b bloom) add(hash uint64) {
	block := b.block(hash)
	for word := range bloomWords {
		at := block[4*word:]
		binary.LittleEndian.PutUint32(at, binary.LittleEndian.Uint32(at)|bit(hash, word))
	}
}

func (b bloom) has(hash uint64) bool {
	if len(b) == 0 {
		return true
	}
	block := b.block(hash)
	for word := range bloomWords {
		if binary.LittleEndian.Uint32(block[4*word:])&bit(hash, word) == 0 {
			return false
		}
	}
	return true
}
