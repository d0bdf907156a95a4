package catalogue

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/cespare/xxhash/v2"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// position is a place in a list: what its order goes by.
type position struct {
	// rank and score are of lists of the worst, of issues rank is the number of conversations, negative.
	rank  int64
	score float64
	time  int64
	id    int64
}

// compare orders positions: the worst or the most, then the newest first.
func (p position) compare(other position) int {
	return cmp.Or(cmp.Compare(p.rank, other.rank), cmp.Compare(p.score, other.score), cmp.Compare(other.time, p.time),
		cmp.Compare(other.id, p.id))
}

// positionOf returns where a conversation stands in a list.
func positionOf(e *entry, order string) position {
	p := position{time: e.end, id: e.cid}
	if order == traceapi.OrderWorst {
		p.rank, p.score = int64(e.quality), e.score
	}
	return p
}

// cursorBytes are those of a cursor: four numbers and a check.
const cursorBytes = 5 * 8

// cursor writes a position in a list; sum identifies the list.
func (p position) cursor(sum uint64) string {
	var data []byte
	for _, n := range [...]uint64{uint64(p.rank), math.Float64bits(p.score), uint64(p.time), uint64(p.id)} {
		data = binary.BigEndian.AppendUint64(data, n)
	}
	data = binary.BigEndian.AppendUint64(data, xxhash.Sum64(data)^sum)
	return base64.RawURLEncoding.EncodeToString(data)
}

// positionIn reads a cursor of the same list.
func positionIn(cursor string, sum uint64) (p position, err error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err == nil && len(data) == cursorBytes {
		body := data[:cursorBytes-8]
		if binary.BigEndian.Uint64(data[len(body):]) == xxhash.Sum64(body)^sum {
			p.rank, p.score = int64(binary.BigEndian.Uint64(body)), math.Float64frombits(binary.BigEndian.Uint64(body[8:]))
			p.time, p.id = int64(binary.BigEndian.Uint64(body[16:])), int64(binary.BigEndian.Uint64(body[24:]))
			if !math.IsNaN(p.score) {
				return p, nil
			}
		}
	}
	return p, fmt.Errorf("%w: cursor: not one of this list", traceapi.ErrInvalid)
}

// sumOf identifies the list that a query asks for.
func sumOf(list string, q *traceapi.Query, order string) uint64 {
	return xxhash.Sum64String(fmt.Sprintf("%s\x00%s\x00%s", list, order, q.Search))
}

// pageOf returns how many a page has.
func pageOf(q *traceapi.Query) int {
	if q.Limit <= 0 {
		return traceapi.DefaultLimit
	}
	return min(q.Limit, traceapi.MaxLimit)
}
