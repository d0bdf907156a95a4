package spanstore

import (
	"bytes"
	"encoding/binary"
	"math"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// trace is a row of the table traces.
type trace struct {
	id        int64
	canonical model.TraceID
	// last is the end of the last span, no later than it came: a clock that is ahead does not make it young for ever.
	last int64
	// arrived is when the last span came.
	arrived    int64
	start, end int64
	spans      int64
	errors     int64
	quality    int
	rank       rank
	members    int
	// name and service are those of the span of the highest rank.
	name, service string

	// told is the canonical id that the Hook knows it by; dirty says that the row is to be written, stored that there is one.
	told          model.TraceID
	dirty, stored bool
}

// rank says which span gives a trace its name and id: a root before others, then the earliest.
type rank struct {
	root  bool
	start int64
	span  model.SpanID
}

func rankOf(s *model.Span) rank {
	start := unixNano(s.Start)
	if start == 0 {
		start = math.MaxInt64
	}
	return rank{root: s.ParentID == (model.SpanID{}), start: start, span: s.SpanID}
}

func (r rank) before(other rank) bool {
	if r.root != other.root {
		return r.root
	}
	if r.start != other.start {
		return r.start < other.start
	}
	return bytes.Compare(r.span[:], other.span[:]) < 0
}

func unixNano(t uint64) int64 { return int64(min(t, math.MaxInt64)) }

// statusError is OTLP's number.
const statusError = 2

// qualities are the words in the order of their numbers, better ones first.
var qualities = [...]string{"", "Excellent", "Good", "Neutral", "Poor", "Severe"}

func qualityNumber(word string) int {
	for i, q := range qualities {
		if q == word {
			return i
		}
	}
	return 0
}

func qualityWord(n int) string {
	if n < 0 || n >= len(qualities) {
		return ""
	}
	return qualities[n]
}

// add tells of a span that came now.
func (t *trace) add(s *model.Span, o *observe.Observation, now int64) {
	start, end := unixNano(s.Start), unixNano(max(s.Start, s.End))
	last := min(end, now)
	if end == 0 {
		last = now
	}
	if t.spans == 0 {
		t.start, t.end, t.last = start, end, last
	}
	t.start, t.end, t.last = min(t.start, start), max(t.end, end), max(t.last, last)
	t.arrived = max(t.arrived, now)
	t.spans++
	if s.StatusCode == statusError {
		t.errors++
	}
	if o != nil {
		t.quality = max(t.quality, qualityNumber(o.Quality))
	}
	if r := rankOf(s); t.spans == 1 || r.before(t.rank) {
		t.rank, t.canonical, t.name = r, s.TraceID, s.Name
		t.service = ""
		if s.Resource != nil {
			t.service = s.Resource.Service
		}
	}
	t.dirty = true
}

// absorb adds what is known of another trace, which is found to be the same.
func (t *trace) absorb(other *trace) {
	t.start, t.end, t.last = min(t.start, other.start), max(t.end, other.end), max(t.last, other.last)
	t.arrived = max(t.arrived, other.arrived)
	t.spans += other.spans
	t.errors += other.errors
	t.quality = max(t.quality, other.quality)
	t.members += other.members
	if other.rank.before(t.rank) {
		t.rank, t.canonical, t.name, t.service = other.rank, other.canonical, other.name, other.service
	}
	t.dirty = true
}

const traceColumns = "t.id, t.trace_id, t.last, t.start, t.duration, t.spans, t.errors, t.quality, t.root, t.rank_start, " +
	"t.rank_span, t.members, t.name, t.service, t.arrived"

func readTrace(row *sqlite.Stmt) *trace {
	t := &trace{
		id:        row.ColumnInt64(0),
		canonical: traceID(row, 1),
		last:      row.ColumnInt64(2),
		start:     row.ColumnInt64(3),
		spans:     row.ColumnInt64(5),
		errors:    row.ColumnInt64(6),
		quality:   row.ColumnInt(7),
		rank:      rank{root: row.ColumnBool(8), start: row.ColumnInt64(9), span: spanID(row.ColumnInt64(10))},
		members:   row.ColumnInt(11),
		name:      row.ColumnText(12),
		service:   row.ColumnText(13),
		arrived:   row.ColumnInt64(14),
		stored:    true,
	}
	t.end = t.start + row.ColumnInt64(4)
	t.told = t.canonical
	return t
}

// store writes the row.
func (t *trace) store(conn *sqlite.Conn) error {
	return run(conn, `INSERT OR REPLACE INTO traces
		(id, trace_id, last, start, duration, spans, errors, quality, root, rank_start, rank_span, members, name, service, arrived)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.id, t.canonical, t.last, t.start, t.end-t.start, t.spans, t.errors, t.quality, t.rank.root, t.rank.start,
		spanNumber(t.rank.span), t.members, truncate.Bytes(t.name, maxName), truncate.Bytes(t.service, maxName), t.arrived)
}

// maxName is how many bytes of a name or a service are kept of a trace; its spans have all.
const maxName = 256

func (t *trace) info() TraceInfo {
	return TraceInfo{
		ID: t.canonical, Name: t.name, Service: t.service, Start: t.start, End: t.end, Spans: int(t.spans), Errors: int(t.errors),
		Quality: qualityWord(t.quality),
	}
}

// traceByID returns the trace of a number, nil where there is none.
func traceByID(conn *sqlite.Conn, id int64) (t *trace, err error) {
	err = each(conn, "SELECT "+traceColumns+" FROM traces t WHERE t.id = ?", func(row *sqlite.Stmt) error {
		t = readTrace(row)
		return nil
	}, id)
	return t, err
}

// traceOf returns the trace that an id belongs to, nil where there is none.
func traceOf(conn *sqlite.Conn, id model.TraceID) (t *trace, err error) {
	err = each(conn, "SELECT "+traceColumns+" FROM trace_ids i JOIN traces t ON t.id = i.trace WHERE i.trace_id = ?",
		func(row *sqlite.Stmt) error {
			t = readTrace(row)
			return nil
		}, id)
	return t, err
}

// memberIDs returns the ids that belong to a trace.
func memberIDs(conn *sqlite.Conn, t *trace) ([]model.TraceID, error) {
	if t.members == 1 {
		return []model.TraceID{t.canonical}, nil
	}
	var ids []model.TraceID
	err := each(conn, "SELECT trace_id FROM members WHERE trace = ?", func(row *sqlite.Stmt) error {
		ids = append(ids, traceID(row, 0))
		return nil
	}, t.id)
	return ids, err
}

// Ids of spans are numbers in the file.
func spanNumber(id model.SpanID) int64 { return int64(binary.BigEndian.Uint64(id[:])) }

func spanID(n int64) (id model.SpanID) {
	binary.BigEndian.PutUint64(id[:], uint64(n))
	return id
}
