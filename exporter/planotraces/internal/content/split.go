package content

import (
	"math"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

const (
	// bulkyBytes and bulkyAttributes are what a span must have more of for its content to be kept apart.
	bulkyBytes      = 2 << 10
	bulkyAttributes = 48
	// longValue is the length in bytes from which on a value of such a span is kept apart.
	longValue = 96
	// numberBytes is about what a number takes.
	numberBytes = 8
)

// Split takes what is bulky out of a span: long values, keys that count something (gen_ai.prompt.0.role) and all events. It
// returns nil, and leaves the span as it is, where that is little, or more than messages ever are. The slices that the span
// had stay as they are.
func Split(s *model.Span) *Content {
	if !isBulky(s) {
		return nil
	}
	c := &Content{}
	kept := make([]model.Attribute, 0, len(s.Attributes))
	gap := uint32(0)
	for i := range s.Attributes {
		a := &s.Attributes[i]
		if len(a.Value.Text) < longValue && !isIndexed(a.Key) || gap == math.MaxUint32 {
			kept = append(kept, *a)
			gap++
			continue
		}
		c.records = append(c.records, record{kind: spanAttribute, gap: gap, key: a.Key, value: a.Value})
		gap = 0
	}
	for i := range s.Events {
		c.addEvent(&s.Events[i])
	}
	if n := len(c.records); n == 0 || n > maxRecords || c.Bytes() > maxText {
		return nil
	}
	s.Attributes, s.Events, s.HasContent = kept, nil, true
	return c
}

func (c *Content) addEvent(e *model.Event) {
	c.times = append(c.times, e.Time)
	c.records = append(c.records, record{kind: event, key: e.Name, value: model.Value{Bits: uint64(e.Dropped)}})
	for i := range e.Attributes {
		c.records = append(c.records, record{kind: eventAttribute, key: e.Attributes[i].Key, value: e.Attributes[i].Value})
	}
}

func isBulky(s *model.Span) bool {
	if len(s.Attributes) > bulkyAttributes {
		return true
	}
	size := sizeOf(s.Attributes)
	for i := range s.Events {
		size += len(s.Events[i].Name) + numberBytes + sizeOf(s.Events[i].Attributes)
	}
	return size > bulkyBytes
}

func sizeOf(attributes []model.Attribute) (size int) {
	for i := range attributes {
		size += len(attributes[i].Key) + len(attributes[i].Value.Text) + numberBytes
	}
	return size
}

// isIndexed tells keys of which a part between dots is a number.
func isIndexed(key string) bool {
	for rest := key; ; {
		dot := strings.IndexByte(rest, '.')
		if dot < 0 {
			return isNumber(rest) && len(rest) < len(key)
		}
		if isNumber(rest[:dot]) && (dot < len(rest)-1 || len(rest) < len(key)) {
			return true
		}
		rest = rest[dot+1:]
	}
}

func isNumber(part string) bool {
	for i := range len(part) {
		if part[i] < '0' || part[i] > '9' {
			return false
		}
	}
	return part != ""
}

// Join puts back what [Split] took, each attribute to its old place. The slices that the span had stay as they are.
func Join(s *model.Span, c *Content) {
	attributes := make([]model.Attribute, 0, len(s.Attributes)+len(c.records))
	kept, events := s.Attributes, 0
	for i := range c.records {
		r := &c.records[i]
		switch r.kind {
		case spanAttribute:
			n := min(int(r.gap), len(kept))
			attributes = append(append(attributes, kept[:n]...), model.Attribute{Key: r.key, Value: r.value})
			kept = kept[n:]
		case event:
			events++
		case eventAttribute:
		}
	}
	attributes = append(attributes, kept...)
	s.Attributes = attributes
	s.Events = c.events(events)
	s.HasContent = false
}

func (c *Content) events(n int) []model.Event {
	if n == 0 {
		return nil
	}
	events := make([]model.Event, 0, n)
	for i := range c.records {
		switch r := &c.records[i]; r.kind {
		case event:
			events = append(events, model.Event{Name: r.key, Time: c.times[len(events)], Dropped: uint32(r.value.Bits)})
		case eventAttribute:
			e := &events[len(events)-1]
			e.Attributes = append(e.Attributes, model.Attribute{Key: r.key, Value: r.value})
		case spanAttribute:
		}
	}
	return events
}
