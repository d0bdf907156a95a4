// Package content keeps what is bulky of spans, messages above all, as the difference to an earlier span of the same session.
//
// Most clients send the whole history with each call, as one attribute of JSON, as an attribute a message, or as events.
// What an earlier call holds already costs next to nothing in the encoding of a later one.
package content

import "github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"

// Content is what [Split] took from a span. It does not change; texts may be shared with the span and with other contents.
type Content struct {
	// records are attributes of the span, then each event with its attributes behind it.
	records []record
	// times are those of the events.
	times []uint64
}

// record is an attribute, or the beginning of an event.
type record struct {
	kind recordKind
	// gap is how many attributes of the span stay there between the one before and this one.
	gap uint32
	// key is the attribute's key or the event's name.
	key string
	// value is the attribute's; of an event Bits is how many attributes the sender dropped.
	value model.Value
}

type recordKind uint8

const (
	spanAttribute recordKind = iota
	event
	eventAttribute

	recordKinds = iota
)

// recordBytes is about what a record takes in memory beside its texts.
const recordBytes = 72

// Bytes is about how much memory a content takes.
func (c *Content) Bytes() int {
	n := len(c.records)*recordBytes + len(c.times)*8
	for i := range c.records {
		n += len(c.records[i].key) + len(c.records[i].value.Text)
	}
	return n
}
