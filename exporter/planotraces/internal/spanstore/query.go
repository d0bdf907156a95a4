package spanstore

import (
	"time"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// MaxTraceSpans is how many spans Trace returns at most, MaxTraceContent how many bytes of bulky attributes and events of them.
const (
	MaxTraceSpans   = 100_000
	MaxTraceContent = 64 << 20
)

// KeyValue is a condition on an attribute of a span or of its resource; the keys "service.name", "name" and "status" mean the
// span's own. The value is compared with the attribute's text form. Bulky attributes, which are kept apart, are not looked at.
type KeyValue struct {
	Key, Value string
	// Not asks for traces none of whose spans has it.
	Not bool
}

// Filter says which traces are wanted; the zero value is all.
type Filter struct {
	// Where are conditions that are all met, each by any span of the trace.
	Where []KeyValue
	// From and To bound the end of the trace's last span in Unix nanoseconds, From inclusive, To exclusive; 0 is no bound.
	From, To int64
	// Errors asks for traces with a span whose status is an error.
	Errors bool
	// Qualities are the words of which one is the trace's quality; none is any.
	Qualities []string
	// MinDuration and MaxDuration bound the trace's duration, both inclusive; 0 is no bound.
	MinDuration, MaxDuration time.Duration
}

// TraceInfo is what is known of a trace without its spans.
type TraceInfo struct {
	// ID is canonical: for linked traces that of the root.
	ID model.TraceID
	// Name and Service are those of the root span, or of the earliest where the root is missing.
	Name, Service string
	// Start and End are Unix nanoseconds.
	Start, End    int64
	Spans, Errors int
	// Quality is the worst of its spans, empty where none was judged.
	Quality string
}

// TraceList is a list of traces, the newest first.
type TraceList struct {
	Traces []TraceInfo
	// Next asks for what follows; empty at the end.
	Next string
	// Partial is true where the time was over before everything was looked at; Next goes on from there.
	Partial bool
}

// Trace is a trace with its spans in the order in which they began, bulky attributes and events joined.
type Trace struct {
	TraceInfo
	Spans []*model.Span
	// Truncated is true where the trace has more spans, or more texts in them, than Trace returns.
	Truncated bool
}

// Stats tells how the store does.
type Stats struct {
	Spans, Traces int64
	// Oldest is the end of the oldest trace in Unix nanoseconds, 0 where there is none.
	Oldest int64
	// Bytes is what the files take on disk.
	Bytes int64
	// Path is the file.
	Path string
	// Refused counts spans that Append returned an error for.
	Refused int64
	// Problem says why the last of them was refused, or what was found damaged; empty while all is well.
	Problem string
}
