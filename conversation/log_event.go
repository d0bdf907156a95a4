package conversation

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// eventBody is the attribute of an event that holds the whole body of a record.
const eventBody = "gen_ai.event.content"

// EventOf makes an event of a span out of a log record that holds what was said, so that both are read alike. ok is false for
// other records; answers is true where it holds the model's answer.
func EventOf(record plog.LogRecord) (event ptrace.SpanEvent, answers, ok bool) {
	name := eventName(record)
	m := known.events.find(name)
	if m == nil || m.held&known.readable == 0 {
		return eventOfUnlisted(record)
	}
	event = ptrace.NewSpanEvent()
	event.SetName(name)
	event.SetTimestamp(record.Timestamp())
	record.Attributes().CopyTo(event.Attributes())
	switch body := record.Body(); body.Type() {
	case pcommon.ValueTypeMap:
		for key, v := range body.Map().All() {
			v.CopyTo(event.Attributes().PutEmpty(key))
		}
	case pcommon.ValueTypeEmpty:
	default:
		body.CopyTo(event.Attributes().PutEmpty(eventBody))
	}
	return event, m.answers || holdsAnswer(event, known), true
}

// EventBytes is about how much memory an event takes.
func EventBytes(event ptrace.SpanEvent) int {
	const fixed = 128
	return fixed + len(event.Name()) + bytesOfMap(event.Attributes(), 0)
}

// SpanBytes is about how much memory a span takes.
func SpanBytes(span ptrace.Span) int {
	const fixed = 512
	n := fixed + len(span.Name()) + len(span.Status().Message()) + bytesOfMap(span.Attributes(), 0)
	for _, event := range span.Events().All() {
		n += EventBytes(event)
	}
	for _, link := range span.Links().All() {
		n += bytesOfMap(link.Attributes(), 0)
	}
	return n
}

// maxBytesDepth bounds the walk; what is nested deeper was cut before.
const maxBytesDepth = 64

func bytesOfMap(m pcommon.Map, depth int) (n int) {
	for key, v := range m.All() {
		n += len(key) + bytesOfValue(v, depth+1)
	}
	return n
}

func bytesOfValue(v pcommon.Value, depth int) (n int) {
	const fixed = 32
	n = fixed
	switch v.Type() {
	case pcommon.ValueTypeStr:
		n += len(v.Str())
	case pcommon.ValueTypeBytes:
		n += v.Bytes().Len()
	case pcommon.ValueTypeMap:
		if depth <= maxBytesDepth {
			n += bytesOfMap(v.Map(), depth)
		}
	case pcommon.ValueTypeSlice:
		if depth <= maxBytesDepth {
			for _, element := range v.Slice().All() {
				n += bytesOfValue(element, depth+1)
			}
		}
	}
	return n
}
