// Package spanstore keeps spans in one SQLite file: durable once Append returns, each span once, traces that are linked by a
// parent alone as one trace, bounded by age and by size.
//
// New spans are in rows of the head, a row for each commit; what is bulky in them is apart, as the difference to an earlier span
// of the same session. When the head is long enough its spans are sealed into one block of columns. A small row for each trace
// and a Hook's own tables stand beside the blocks. One goroutine writes; queries have connections of their own.
package spanstore

import (
	"errors"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// What Append says of a disk. Later calls work again once the cause is gone.
var (
	// ErrFull is a disk, or a file system's quota, without room.
	ErrFull = errors.New("no room on the disk")
	// ErrReadOnly is a disk or a folder that can't be written to.
	ErrReadOnly = errors.New("the disk can't be written to")
	// ErrDamaged is a file that does not hold what was written.
	ErrDamaged = errors.New("the file is damaged")
	// ErrNewer is a file of a later version of this program.
	ErrNewer = errors.New("the file is of a newer version")
	// ErrClosed is a store that was used after Close.
	ErrClosed = errors.New("the store is closed")
)

// Config says where spans are kept and how long.
type Config struct {
	// Dir is a folder that is made if it is missing. One store at a time has it.
	Dir string
	// MaxBytes bounds what the store takes on disk; 0 is no bound, less than 8 MiB is 8 MiB. The oldest traces go first.
	MaxBytes int64
	// MaxAge is how long after the arrival of its last span a trace is kept; 0 is for ever.
	MaxAge time.Duration
	// Logger is told of what goes wrong beside what was asked for; nil is none.
	Logger *zap.Logger
	// Now is time.Now where it is nil.
	Now func() time.Time
}

// Item is one span to be kept.
type Item struct {
	// Span belongs to the store from Append on: bulky attributes and events are taken out of it, Seq is set.
	Span *model.Span
	// Observation is what the span tells of a conversation; nil where that is nothing. It is the Hook's from Append on.
	Observation *observe.Observation
	// Session names what the span's texts repeat: bulky texts are kept as the difference to the span before of the same session
	// and name. Empty is the trace's id.
	Session string
}
