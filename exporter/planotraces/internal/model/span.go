// Package model is a span as the store keeps it.
package model

// TraceID is OTLP's.
type TraceID [16]byte

// SpanID is OTLP's.
type SpanID [8]byte

// Span is one span. Texts may be shared with the request that brought it; nobody writes to one.
type Span struct {
	// Seq numbers spans in the order in which they were accepted, from 1; 0 before that.
	Seq           uint64
	TraceID       TraceID
	SpanID        SpanID
	ParentID      SpanID
	Name          string
	Kind          uint8 // OTLP's number
	TraceState    string
	Flags         uint32
	Start, End    uint64 // Unix time in nanoseconds
	StatusCode    uint8  // OTLP's number
	StatusMessage string
	Resource      *Resource
	Scope         *Scope
	Attributes    []Attribute
	Events        []Event
	Links         []Link
	// Dropped counts are the sender's own.
	DroppedAttributes, DroppedEvents, DroppedLinks uint32
	// HasContent is true where bulky attributes and events are kept apart; see package content.
	HasContent bool
}

// Resource is what sent spans, shared by all of its spans.
type Resource struct {
	Service    string
	Attributes []Attribute
	SchemaURL  string
	Dropped    uint32
}

// Scope is the library that made spans, shared by all of its spans.
type Scope struct {
	Name, Version string
	Attributes    []Attribute
	SchemaURL     string
	Dropped       uint32
}

// Attribute is a key with its value.
type Attribute struct {
	Key   string
	Value Value
}

// Type is the type of a value.
type Type uint8

// The types.
const (
	Empty Type = iota
	String
	Int
	Double
	Bool
	Bytes
	// Structured is a list or a map, in Text as the protobuf encoding of OTLP's AnyValue.
	Structured
)

// Value is an attribute's value.
type Value struct {
	Type Type
	// Text is that of String, Bytes and Structured.
	Text string
	// Bits are those of Int (two's complement), Double (IEEE 754) and Bool (0, 1).
	Bits uint64
}

// Event is an event of a span.
type Event struct {
	Name       string
	Time       uint64
	Attributes []Attribute
	Dropped    uint32
}

// Link is a link of a span.
type Link struct {
	TraceID    TraceID
	SpanID     SpanID
	TraceState string
	Flags      uint32
	Attributes []Attribute
	Dropped    uint32
}
