package journal

import (
	"encoding/binary"
	"hash/crc32"
)

// A frame holds the changes of one write:
//
//	checksum of what follows, up to the values   4 bytes, little endian, CRC-32C
//	length of the changes                        4 bytes, little endian
//	changes                                      for each: length of the key * 2, + 1 for a value (uvarint); the key; for a
//	                                             value its length (uvarint) and its checksum (4 bytes)
//	values                                       in the order of the changes
const frameHeader = 8

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(data []byte) uint32 { return crc32.Checksum(data, castagnoli) }

// appendHead appends a frame up to its values.
func appendHead(out []byte, changes []Change) []byte {
	start := len(out)
	out = append(out, make([]byte, frameHeader)...)
	for _, c := range changes {
		kind := uint64(len(c.Key)) << 1
		if !c.Delete {
			kind |= 1
		}
		out = binary.AppendUvarint(out, kind)
		out = append(out, c.Key...)
		if !c.Delete {
			out = binary.AppendUvarint(out, uint64(len(c.Value)))
			out = binary.LittleEndian.AppendUint32(out, checksum(c.Value))
		}
	}
	head := out[start:]
	binary.LittleEndian.PutUint32(head[4:], uint32(len(head)-frameHeader))
	binary.LittleEndian.PutUint32(head, checksum(head[4:]))
	return out
}

// record is a change as it is read: its value is told by length and checksum.
type record struct {
	key    string
	delete bool
	size   int64
	sum    uint32
}

// readRecords reads the changes of a frame; false is a frame that is none.
func readRecords(changes []byte) (records []record, ok bool) {
	for len(changes) > 0 {
		kind, n := binary.Uvarint(changes)
		length := kind >> 1
		if n <= 0 || length > uint64(len(changes)-n) {
			return nil, false
		}
		r := record{key: string(changes[n : n+int(length)]), delete: kind&1 == 0}
		changes = changes[n+int(length):]
		if !r.delete {
			size, n := binary.Uvarint(changes)
			if n <= 0 || size > maxValue || len(changes)-n < 4 {
				return nil, false
			}
			r.size, r.sum = int64(size), binary.LittleEndian.Uint32(changes[n:])
			changes = changes[n+4:]
		}
		records = append(records, r)
	}
	return records, true
}

// maxValue is the length of a value above which a frame is none.
const maxValue = 1 << 40
