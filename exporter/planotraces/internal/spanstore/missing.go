package spanstore

import (
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// maxMissing is how many parents that are missing are waited for; the oldest are given up.
const maxMissing = 1 << 17

// missingParent is a parent that no span of its child's trace is known for. If it comes in another trace, the two are one.
type missingParent struct {
	id     int64
	parent model.SpanID
	trace  model.TraceID
	prev   *missingParent
	next   *missingParent
	gone   bool
}

// missing mirrors the table of that name.
type missing struct {
	byParent map[model.SpanID]*missingParent
	queue    []*missingParent
	live     int
	lastID   int64
}

func loadMissing(conn *sqlite.Conn) (*missing, error) {
	m := &missing{byParent: map[model.SpanID]*missingParent{}}
	err := each(conn, "SELECT id, parent, trace_id FROM missing ORDER BY id", func(row *sqlite.Stmt) error {
		m.add(&missingParent{id: row.ColumnInt64(0), parent: spanID(row.ColumnInt64(1)), trace: traceID(row, 2)})
		return nil
	})
	return m, err
}

func (m *missing) add(p *missingParent) {
	if p.next = m.byParent[p.parent]; p.next != nil {
		p.next.prev = p
	}
	m.byParent[p.parent] = p
	m.queue = append(m.queue, p)
	m.live++
	m.lastID = p.id
}

// has says whether a parent is waited for in a trace, or in so many that no more can be linked to it.
func (m *missing) has(parent model.SpanID, trace model.TraceID) bool {
	n := 0
	for p := m.byParent[parent]; p != nil; p = p.next {
		if n++; p.trace == trace || n == maxMembers {
			return true
		}
	}
	return false
}

func (m *missing) remove(gone *missingParent) {
	if gone.gone {
		return
	}
	gone.gone = true
	m.live--
	switch {
	case gone.prev != nil:
		gone.prev.next = gone.next
	case gone.next != nil:
		m.byParent[gone.parent] = gone.next
	default:
		delete(m.byParent, gone.parent)
	}
	if gone.next != nil {
		gone.next.prev = gone.prev
	}
}

// oldest returns the first n, and forgets what is gone before them.
func (m *missing) oldest(n int) []*missingParent {
	for len(m.queue) > 0 && m.queue[0].gone {
		m.queue = m.queue[1:]
	}
	var first []*missingParent
	for _, p := range m.queue {
		if len(first) >= n {
			break
		}
		if !p.gone {
			first = append(first, p)
		}
	}
	return first
}
