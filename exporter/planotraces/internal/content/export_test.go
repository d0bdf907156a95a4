package content

import (
	"encoding/binary"
	"slices"
)

// Repair puts the right checksum into an encoding whose payload can be read, so that a fuzzer gets behind it.
func Repair(data []byte, base *Content) []byte {
	if base == nil {
		base = none
	}
	d := decoder{base: base}
	payload, _, err := d.payload(data)
	if err != nil {
		return data
	}
	repaired := slices.Clone(data)
	binary.LittleEndian.PutUint32(repaired[1:], checksum(payload, base))
	return repaired
}
