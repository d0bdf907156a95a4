package catalogue

import (
	"fmt"
	"sync"

	"zombiezen.com/go/sqlite"
)

// field is what a name is of.
type field uint8

// The fields of names.
const (
	ofService field = iota + 1
	ofModel
	ofAgent
	ofTool
	ofSignal
	ofIssue
)

const (
	// maxName bounds a name, in bytes.
	maxName = 256
	// maxNames bounds how many names there are: what is new beyond that is no name until others are gone.
	maxNames = 200_000
)

// name is a value of a field.
type name struct {
	id    int64
	field field
	value string
	// first is when it was first seen, in Unix nanoseconds.
	first int64
}

type nameKey struct {
	field field
	value string
}

// names are all names. It is safe for concurrent use.
type names struct {
	mu  sync.RWMutex
	all map[int64]name
	ids map[nameKey]int64
	// fresh are those that are not committed yet.
	fresh []int64
}

func newNames() *names { return &names{all: map[int64]name{}, ids: map[nameKey]int64{}} }

func (n *names) load(conn *sqlite.Conn) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	clear(n.all)
	clear(n.ids)
	n.fresh = nil
	return rows(conn, "SELECT id, field, value, first FROM names", func(s *sqlite.Stmt) error {
		n.put(name{s.ColumnInt64(0), field(s.ColumnInt(1)), s.ColumnText(2), s.ColumnInt64(3)})
		return nil
	})
}

func (n *names) put(v name) {
	n.all[v.id], n.ids[nameKey{v.field, v.value}] = v, v.id
}

// idOf returns the id of a name, which it makes where there is none; 0 where there are too many.
func (n *names) idOf(conn *sqlite.Conn, f field, value string, first int64) (id int64, err error) {
	n.mu.RLock()
	id, known := n.ids[nameKey{f, value}]
	before, full := n.all[id].first, len(n.all) >= maxNames
	n.mu.RUnlock()
	switch {
	case known && (f != ofIssue || first >= before):
		return id, nil
	case full && !known:
		return 0, nil
	}
	err = rows(conn, `INSERT INTO names (field, value, first) VALUES (?, ?, ?)
		ON CONFLICT (field, value) DO UPDATE SET first = min(first, excluded.first) RETURNING id, first`, func(s *sqlite.Stmt) error {
		id, first = s.ColumnInt64(0), s.ColumnInt64(1)
		return nil
	}, int(f), value, first)
	if err != nil {
		return 0, fmt.Errorf("keep a name: %w", err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.put(name{id, f, value, first})
	if !known {
		n.fresh = append(n.fresh, id)
	}
	return id, nil
}

// full is true where there is no room for more.
func (n *names) full() bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return len(n.all) >= maxNames
}

// commit keeps what is new, abort drops it.
func (n *names) commit() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fresh = n.fresh[:0]
}

func (n *names) abort() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, id := range n.fresh {
		n.drop(id)
	}
	n.fresh = n.fresh[:0]
}

func (n *names) drop(id int64) {
	delete(n.ids, nameKey{n.all[id].field, n.all[id].value})
	delete(n.all, id)
}

// purge removes names that no conversation has.
func (n *names) purge(conn *sqlite.Conn, used map[int64]int) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for id := range n.all {
		if used[id] > 0 {
			continue
		}
		if err := exec(conn, "DELETE FROM names WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove a name: %w", err)
		}
		n.drop(id)
	}
	return nil
}

// of returns a name; ok is false where there is none.
func (n *names) of(id int64) (v name, ok bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	v, ok = n.all[id]
	return v, ok
}

// find returns the ids of the names of a field that match.
func (n *names) find(f field, matches func(value string) bool) *set {
	n.mu.RLock()
	defer n.mu.RUnlock()
	found := newSet()
	for id, v := range n.all {
		if v.field == f && matches(v.value) {
			found.add(id)
		}
	}
	return found
}

// values returns the values of a field by their ids.
func (n *names) values(f field) map[int64]string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	values := map[int64]string{}
	for id, v := range n.all {
		if v.field == f {
			values[id] = v.value
		}
	}
	return values
}
