package spanstore

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// idHash spreads the ids of spans, which senders may count up.
func idHash(id model.SpanID) uint32 {
	h := binary.LittleEndian.Uint64(id[:])
	h ^= h >> 32
	h *= 0x9E3779B97F4A7C15
	return uint32(h >> 32)
}

// spanIDs is what is stored of the ids of the spans of a block: their hashes, 4 bytes each, ascending.
func spanIDs(spans []*model.Span) []byte {
	hashes := make([]uint32, len(spans))
	for i, s := range spans {
		hashes[i] = idHash(s.SpanID)
	}
	slices.Sort(hashes)
	data := make([]byte, 0, 4*len(hashes))
	for _, h := range hashes {
		data = binary.LittleEndian.AppendUint32(data, h)
	}
	return data
}

// runBlocks is how many blocks a run has when it is long enough.
const runBlocks = 64

// idIndex says which blocks may hold a span of an id. It takes 8 bytes a span.
type idIndex struct {
	// runs are sorted by hash, each at least twice as long as the next one, but for those that are long enough.
	runs []*idRun
	dead map[int64]struct{}
}

// idRun holds hashes, each with the number of its block in the lower half.
type idRun struct {
	entries []uint64
	blocks  []int64
	dead    int
}

// add tells of a block, in the form of spanIDs.
func (x *idIndex) add(block int64, ids []byte) {
	r := &idRun{entries: make([]uint64, 0, len(ids)/4), blocks: []int64{block}}
	for ; len(ids) >= 4; ids = ids[4:] {
		r.entries = append(r.entries, uint64(binary.LittleEndian.Uint32(ids))<<32|uint64(uint32(block)))
	}
	for n := len(x.runs); n > 0 && len(x.runs[n-1].blocks) <= len(r.blocks) && len(r.blocks) < runBlocks; n-- {
		r = merged(x.runs[n-1], r)
		x.runs = x.runs[:n-1]
	}
	x.runs = append(x.runs, r)
}

func merged(a, b *idRun) *idRun {
	all := make([]uint64, 0, len(a.entries)+len(b.entries))
	i, j := 0, 0
	for i < len(a.entries) && j < len(b.entries) {
		if a.entries[i] <= b.entries[j] {
			all = append(all, a.entries[i])
			i++
		} else {
			all = append(all, b.entries[j])
			j++
		}
	}
	all = append(append(all, a.entries[i:]...), b.entries[j:]...)
	return &idRun{entries: all, blocks: slices.Concat(a.blocks, b.blocks), dead: a.dead + b.dead}
}

// remove tells that a block is gone.
func (x *idIndex) remove(block int64) {
	if x.dead == nil {
		x.dead = map[int64]struct{}{}
	}
	for i, r := range x.runs {
		if !slices.Contains(r.blocks, block) {
			continue
		}
		x.dead[block] = struct{}{}
		if r.dead++; 2*r.dead >= len(r.blocks) {
			x.shrink(i)
		}
		return
	}
}

// shrink takes the dead out of a run.
func (x *idIndex) shrink(at int) {
	r := x.runs[at]
	gone := map[uint32]struct{}{}
	r.blocks = slices.DeleteFunc(r.blocks, func(block int64) bool {
		_, dead := x.dead[block]
		if dead {
			gone[uint32(block)] = struct{}{}
			delete(x.dead, block)
		}
		return dead
	})
	r.dead = 0
	if len(r.blocks) == 0 {
		x.runs = slices.Delete(x.runs, at, at+1)
		return
	}
	kept := make([]uint64, 0, len(r.entries))
	for _, e := range r.entries {
		if _, dead := gone[uint32(e)]; !dead {
			kept = append(kept, e)
		}
	}
	r.entries = kept
}

// blocks returns those that may hold a span of an id.
func (x *idIndex) blocks(id model.SpanID) (found []int64) {
	h := idHash(id)
	for _, r := range x.runs {
		for i := r.find(h); i < len(r.entries) && uint32(r.entries[i]>>32) == h; i++ {
			block := int64(uint32(r.entries[i]))
			if _, dead := x.dead[block]; !dead && !slices.Contains(found, block) {
				found = append(found, block)
			}
		}
	}
	return found
}

// find returns where the first entry of a hash is, or would be: near where it is expected, as hashes are spread evenly.
func (r *idRun) find(h uint32) int {
	n := len(r.entries)
	at := int(uint64(h) * uint64(n) >> 32)
	low, high := at, at
	for step := 16; low > 0 && uint32(r.entries[low]>>32) >= h; step *= 4 {
		low = max(0, low-step)
	}
	for step := 16; high < n && uint32(r.entries[high]>>32) < h; step *= 4 {
		high = min(n, high+step)
	}
	i, _ := slices.BinarySearchFunc(r.entries[low:high], h, func(e uint64, h uint32) int { return cmp.Compare(uint32(e>>32), h) })
	return low + i
}
