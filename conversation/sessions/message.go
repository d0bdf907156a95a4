package sessions

import (
	"github.com/cespare/xxhash/v2"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// hashOf identifies what a message says.
func hashOf(m *signals.Message) uint64 {
	kind := uint64(m.Role) << 1
	if m.Failed {
		kind |= 1
	}
	h := mix(xxhash.Sum64String(m.Text) ^ kind)
	if m.Tool != "" || m.CallID != "" || m.Arguments != "" {
		h = mix(h ^ xxhash.Sum64String(m.Tool))
		h = mix(h ^ xxhash.Sum64String(m.CallID))
		h = mix(h ^ xxhash.Sum64String(m.Arguments))
	}
	return h
}

// mix spreads the bits of a hash; the constants are those of SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// extend is the hash of a conversation and its next message.
func extend(chain, message uint64) uint64 { return mix(chain ^ message) }
