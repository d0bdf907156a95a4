package catalogue

import (
	"encoding/binary"
	"slices"
)

// tag says that a conversation has a name, of signals and issues how often.
type tag struct {
	name  int64
	count int
}

// packTags writes tags as pairs of varints, ordered by name.
func packTags(tags []tag) string {
	slices.SortFunc(tags, func(a, b tag) int { return int(a.name - b.name) })
	var data []byte
	before := int64(0)
	for _, t := range tags {
		data = binary.AppendUvarint(binary.AppendUvarint(data, uint64(t.name-before)), uint64(t.count))
		before = t.name
	}
	return string(data)
}

// hasTag is true where one of the tags is among the names.
func hasTag(packed string, names *set) bool {
	name := int64(0)
	for i := 0; i < len(packed); {
		delta, shift := int64(packed[i]&0x7f), 7
		for packed[i] >= 0x80 && i+1 < len(packed) && shift < 63 {
			i++
			delta |= int64(packed[i]&0x7f) << shift
			shift += 7
		}
		if name += delta; names.has(name) {
			return true
		}
		for i++; i < len(packed) && packed[i] >= 0x80; i++ {
		}
		i++ // the count
	}
	return false
}

// eachTag calls f for each tag until it returns false. What can't be read ends it.
func eachTag(packed string, f func(tag) bool) {
	var t tag
	for len(packed) > 0 {
		name, size := uvarint(packed)
		if size <= 0 {
			return
		}
		count, more := uvarint(packed[size:])
		if more <= 0 {
			return
		}
		packed = packed[size+more:]
		if t.name, t.count = t.name+int64(name), int(count); !f(t) {
			return
		}
	}
}

func uvarint(text string) (n uint64, size int) {
	for i := 0; i < len(text) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(text[i]&0x7f) << (7 * i)
		if text[i] < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}
