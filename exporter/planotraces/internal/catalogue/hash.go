package catalogue

import (
	"encoding/binary"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// answerBit is set in the hash of a message that only a model says.
const answerBit = 1

// hashOf identifies what a message says. Spaces around a text don't count, as some senders trim what they send again.
func hashOf(m *signals.Message) uint64 {
	h := mix(xxhash.Sum64String(strings.TrimSpace(m.Text)) ^ uint64(m.Role+1))
	if m.Tool != "" || m.CallID != "" || m.Arguments != "" {
		h = mix(h ^ xxhash.Sum64String(m.Tool))
		h = mix(h ^ xxhash.Sum64String(m.CallID))
		h = mix(h ^ xxhash.Sum64String(m.Arguments))
	}
	h &^= answerBit
	if m.Role == signals.RoleAssistant || m.Role == signals.RoleToolCall {
		h |= answerBit
	}
	return h
}

func isAnswer(hash uint64) bool { return hash&answerBit != 0 }

// mix spreads the bits of a hash; the constants are those of SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// textHash identifies a text; 0 is none.
func textHash(text string) uint64 {
	if text == "" {
		return 0
	}
	return xxhash.Sum64String(text) | 1
}

func packHashes(hashes []uint64) []byte {
	data := make([]byte, 0, 8*len(hashes))
	for _, h := range hashes {
		data = binary.LittleEndian.AppendUint64(data, h)
	}
	return data
}

func unpackHashes(data []byte) []uint64 {
	hashes := make([]uint64, len(data)/8)
	for i := range hashes {
		hashes[i] = binary.LittleEndian.Uint64(data[8*i:])
	}
	return hashes
}
