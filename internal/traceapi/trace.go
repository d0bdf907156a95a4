package traceapi

// TracePage is a list of traces.
type TracePage struct {
	Traces []TraceSummary `json:"traces"`
	Page
}

// TraceSummary is what a list shows of a trace.
type TraceSummary struct {
	// TraceID is 32 hexadecimal digits; of linked traces that of the root.
	TraceID string `json:"trace_id"`
	// Name and Service are those of the root span, or of the earliest where the root is missing.
	Name       string `json:"name"`
	Service    string `json:"service,omitempty"`
	Start      int64  `json:"start_unix_nano,string"`
	DurationNS int64  `json:"duration_ns"`
	Spans      int    `json:"spans"`
	Errors     int    `json:"errors,omitempty"`
	// Quality is the worst of its spans.
	Quality string `json:"quality,omitempty"`
	// Conversations are the ids of those that the trace is part of.
	Conversations []string `json:"conversations,omitempty"`
}

// Trace is a trace with all of its spans, in the order in which they began.
type Trace struct {
	TraceID string `json:"trace_id"`
	// Conversations are the ids of those that the trace is part of.
	Conversations []string `json:"conversations,omitempty"`
	Spans         []Span   `json:"spans"`
}

// Span is written as Plano's trace listener does it, with what that leaves out behind.
type Span struct {
	TraceID      string      `json:"traceId"`
	SpanID       string      `json:"spanId"`
	ParentSpanID string      `json:"parentSpanId,omitempty"`
	Name         string      `json:"name"`
	Start        int64       `json:"startTimeUnixNano,string"`
	End          int64       `json:"endTimeUnixNano,string"`
	Service      string      `json:"service"`
	Attributes   []Attribute `json:"attributes"`
	// SpanKind is "internal", "server", "client", "producer", "consumer" or empty; Kind is what it does in an agent: "model",
	// "agent", "tool", "retrieval", "embedding", or empty.
	SpanKind      string      `json:"spanKind,omitempty"`
	Kind          string      `json:"kind,omitempty"`
	StatusCode    string      `json:"statusCode,omitempty"` // "ok", "error"
	StatusMessage string      `json:"statusMessage,omitempty"`
	TraceState    string      `json:"traceState,omitempty"`
	Scope         string      `json:"scope,omitempty"`
	ScopeVersion  string      `json:"scopeVersion,omitempty"`
	Resource      []Attribute `json:"resource,omitempty"`
	Events        []Event     `json:"events,omitempty"`
	Links         []Link      `json:"links,omitempty"`
	// Dropped counts of attributes, events and links that the sender itself left out.
	DroppedAttributes uint32 `json:"droppedAttributesCount,omitempty"`
	DroppedEvents     uint32 `json:"droppedEventsCount,omitempty"`
	DroppedLinks      uint32 `json:"droppedLinksCount,omitempty"`
}

// Attribute is a key with its value.
type Attribute struct {
	Key   string `json:"key"`
	Value Value  `json:"value"`
}

// Value is an attribute's value: exactly one field is set, all of them text. Lists, maps and bytes are JSON in StringValue.
type Value struct {
	String *string `json:"stringValue,omitempty"`
	Int    *string `json:"intValue,omitempty"`
	Double *string `json:"doubleValue,omitempty"`
	Bool   *string `json:"boolValue,omitempty"`
}

// Event is an event of a span.
type Event struct {
	Name       string      `json:"name"`
	Time       int64       `json:"timeUnixNano,string"`
	Attributes []Attribute `json:"attributes,omitempty"`
}

// Link is a link of a span.
type Link struct {
	TraceID    string      `json:"traceId"`
	SpanID     string      `json:"spanId"`
	Attributes []Attribute `json:"attributes,omitempty"`
}
