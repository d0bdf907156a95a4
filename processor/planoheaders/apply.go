package planoheaders

import (
	"cmp"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// reason tells why a header makes no attribute.
type reason uint8

const (
	accepted reason = iota
	refusedReserved
	refusedExists
	refusedSensitive
	refusedLimit
	refusedNotText
	reasonCount
)

var reasonNames = [reasonCount]string{
	refusedReserved:  "reserved",
	refusedExists:    "exists",
	refusedSensitive: "sensitive",
	refusedLimit:     "limit",
	refusedNotText:   "not_text",
}

// triesPerAttribute bounds the work on a span that is all headers: this many times max_attributes are
// looked at, and the rest is refused.
const triesPerAttribute = 4

type staticAttribute struct{ key, value string }

// batch is the work on what one export request holds. Its slices are reused from item to item.
type batch struct {
	*mapper
	// request holds the headers of the export request.
	request []header
	refused [reasonCount]int64

	known   knownNames
	headers []header
	written []string
	read    []int
}

// item adds attributes to a span, a log record or a data point.
func (b *batch) item(attrs pcommon.Map) {
	b.apply(attrs, b.request, b.itemStatic)
}

// resource adds attributes to a resource.
func (b *batch) resource(attrs pcommon.Map) {
	b.apply(attrs, nil, b.resourceStatic)
}

func (b *batch) apply(attrs pcommon.Map, request []header, static []staticAttribute) {
	b.headers = b.inAttributes(b.headers[:0], attrs, &b.known)
	if len(b.headers) > 1 {
		slices.SortStableFunc(b.headers, func(a, b header) int { return cmp.Compare(a.rank, b.rank) })
	}
	b.headers = append(b.headers, request...)
	if len(b.headers) == 0 && len(static) == 0 {
		return
	}

	b.written, b.read = b.written[:0], b.read[:0]
	for i := range b.headers {
		h := &b.headers[i]
		r := b.write(attrs, h, i)
		if r != accepted {
			b.refused[r]++
		}
		if b.removeOriginals && h.index != notAnAttribute && (r == accepted || r == refusedSensitive) {
			b.read = append(b.read, h.index)
		}
	}
	for _, s := range static {
		if !slices.Contains(b.written, s.key) {
			attrs.PutStr(s.key, s.value)
		}
	}
	b.removeRead(attrs)
}

// write makes the attribute of a header, the n-th of its item. A header whose key an earlier header wrote
// counts as accepted: that one wins.
func (b *batch) write(attrs pcommon.Map, h *header, n int) reason {
	switch {
	case h.refusal != accepted:
		return h.refusal
	case b.isReserved(h.key):
		return refusedReserved
	case slices.Contains(b.written, h.key):
		return accepted
	case len(b.written) >= b.maxAttributes || n >= triesPerAttribute*b.maxAttributes:
		return refusedLimit
	}
	existing, ok := attrs.Get(h.key)
	// An equal value is most often this processor's own, from an earlier collector.
	if ok && !b.override && (existing.Type() != pcommon.ValueTypeStr || existing.Str() != h.value) {
		return refusedExists
	}
	if ok {
		existing.SetStr(h.value)
	} else {
		attrs.PutStr(h.key, h.value)
	}
	b.written = append(b.written, h.key)
	return accepted
}

// removeRead deletes the attributes that headers were read from. New attributes were appended behind them,
// so their indices still hold.
func (b *batch) removeRead(attrs pcommon.Map) {
	if len(b.read) == 0 {
		return
	}
	slices.Sort(b.read)
	i, next := -1, 0
	attrs.RemoveIf(func(string, pcommon.Value) bool {
		i++
		if next < len(b.read) && b.read[next] == i {
			next++
			return true
		}
		return false
	})
}
