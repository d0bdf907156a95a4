package demo

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// recordings are OTLP as libraries sent it, a line each; `make demo-data` writes them.
//
//go:embed recordings.jsonl.gz
var recordings []byte

// recording is one line. Recorded times are steps of 10 ms, which stretch makes durations as they are in life.
type recording struct {
	Name    string          `json:"name"`
	Stretch int64           `json:"stretch"`
	OTLP    json.RawMessage `json:"otlp"`
}

func eachRecording(now time.Time, do func(ptrace.Traces) error) error {
	unpacked, err := gzip.NewReader(bytes.NewReader(recordings))
	if err != nil {
		return err
	}
	return eachLine(unpacked, func(line []byte) error {
		var r recording
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		td, err := new(ptrace.JSONUnmarshaler).UnmarshalTraces(r.OTLP)
		if err != nil {
			return fmt.Errorf("recording %s: %w", r.Name, err)
		}
		r.moveTo(td, now.Add(-ageOf(r.Name)))
		return do(td)
	})
}

// moveTo gives a recording ids and sessions of its own, as all of them count from 1, and lets it end at a time.
func (r *recording) moveTo(td ptrace.Traces, end time.Time) {
	var last pcommon.Timestamp
	spans.Each(td, func(s ptrace.Span) { last = max(last, s.EndTimestamp()) })
	at := func(t pcommon.Timestamp) pcommon.Timestamp {
		return pcommon.NewTimestampFromTime(end.Add(-time.Duration(int64(last-t) * r.Stretch)))
	}
	spans.Each(td, func(s ptrace.Span) {
		trace, span, parent := s.TraceID(), s.SpanID(), s.ParentSpanID()
		s.SetTraceID(pcommon.TraceID(r.renamed(trace[:])))
		s.SetSpanID(pcommon.SpanID(r.renamed(span[:])))
		if !parent.IsEmpty() {
			s.SetParentSpanID(pcommon.SpanID(r.renamed(parent[:])))
		}
		s.SetStartTimestamp(at(s.StartTimestamp()))
		s.SetEndTimestamp(at(s.EndTimestamp()))
		for _, event := range s.Events().All() {
			event.SetTimestamp(at(event.Timestamp()))
		}
		for _, link := range s.Links().All() {
			trace, span := link.TraceID(), link.SpanID()
			link.SetTraceID(pcommon.TraceID(r.renamed(trace[:])))
			link.SetSpanID(pcommon.SpanID(r.renamed(span[:])))
		}
		for _, value := range s.Attributes().All() {
			if value.Type() == pcommon.ValueTypeStr && value.Str() == "session-1" {
				value.SetStr("session-" + r.Name)
			}
		}
	})
}

// renamed makes an id of the same length.
func (r *recording) renamed(id []byte) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%x", r.Name, id))
	return sum[:len(id)]
}
