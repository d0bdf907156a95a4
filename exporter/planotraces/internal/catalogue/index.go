package catalogue

import (
	"slices"
	"sync"

	"zombiezen.com/go/sqlite"
)

// entry is what lists filter and sort a conversation by.
type entry struct {
	cid        int64
	start, end int64
	tokens     int64
	waste      int64
	cost       float64
	score      float64
	turns      int32
	errors     int32
	quality    uint8
	tags       string
}

// index are the entries of all conversations, ordered by cid. It is safe for concurrent use.
type index struct {
	mu      sync.RWMutex
	entries []entry
	// dead is how many of them are gone, their cid is negative.
	dead int
	// used counts the conversations that have a name.
	used map[int64]int
	// aliases are the conversations that turned out to be part of another one, by their cid.
	aliases map[int64]int64
}

func newIndex() *index { return &index{used: map[int64]int{}, aliases: map[int64]int64{}} }

const entryColumns = "cid, start, end, tokens, waste, cost, score, turns, errors, quality, tags"

func entryOf(s *sqlite.Stmt) entry {
	return entry{
		cid: s.ColumnInt64(0), start: s.ColumnInt64(1), end: s.ColumnInt64(2), tokens: s.ColumnInt64(3), waste: s.ColumnInt64(4),
		cost: s.ColumnFloat(5), score: s.ColumnFloat(6), turns: s.ColumnInt32(7), errors: s.ColumnInt32(8),
		quality: uint8(s.ColumnInt(9)), tags: string(blob(s, 10)),
	}
}

func (x *index) load(conn *sqlite.Conn) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.entries, x.dead = nil, 0
	clear(x.used)
	clear(x.aliases)
	err := rows(conn, "SELECT cid, target FROM aliases", func(s *sqlite.Stmt) error {
		x.aliases[s.ColumnInt64(0)] = s.ColumnInt64(1)
		return nil
	})
	if err != nil {
		return err
	}
	return rows(conn, "SELECT "+entryColumns+" FROM conversations ORDER BY cid", func(s *sqlite.Stmt) error {
		x.set(entryOf(s))
		return nil
	})
}

// put adds or replaces entries, remove takes some away.
func (x *index) put(entries []entry) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range entries {
		x.set(entries[i])
	}
}

func (x *index) remove(cids []int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, cid := range cids {
		at, ok := x.at(cid)
		if !ok {
			continue
		}
		x.count(x.entries[at].tags, -1)
		x.entries[at] = entry{cid: cid, start: gone}
		x.dead++
	}
	if x.dead > 1024 && x.dead > len(x.entries)/4 {
		x.entries = slices.DeleteFunc(x.entries, func(e entry) bool { return e.start == gone })
		x.dead = 0
	}
}

// gone is the start of an entry that was removed.
const gone = -1 << 63

func (x *index) at(cid int64) (at int, ok bool) {
	at, ok = slices.BinarySearchFunc(x.entries, cid, func(e entry, cid int64) int { return int(e.cid - cid) })
	return at, ok && x.entries[at].start != gone
}

func (x *index) set(e entry) {
	at, ok := slices.BinarySearchFunc(x.entries, e.cid, func(e entry, cid int64) int { return int(e.cid - cid) })
	if !ok {
		x.entries = slices.Insert(x.entries, at, e)
		x.count(e.tags, 1)
		return
	}
	if x.entries[at].start == gone {
		x.dead--
	}
	x.count(x.entries[at].tags, -1)
	x.count(e.tags, 1)
	x.entries[at] = e
}

func (x *index) count(tags string, by int) {
	eachTag(tags, func(t tag) bool {
		if n := x.used[t.name] + by; n > 0 {
			x.used[t.name] = n
		} else {
			delete(x.used, t.name)
		}
		return true
	})
}

// each calls f for every entry, the latest first, while nothing changes.
func (x *index) each(f func(*entry)) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for i := len(x.entries) - 1; i >= 0; i-- {
		if x.entries[i].start != gone {
			f(&x.entries[i])
		}
	}
}

// len is how many conversations there are.
func (x *index) len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.entries) - x.dead
}

// alias notes that a conversation is part of another one; 0 that it is not.
func (x *index) alias(cid, target int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if target == 0 {
		delete(x.aliases, cid)
		return
	}
	x.aliases[cid] = target
}

// redirect notes that a conversation, and all that were part of it, is part of another one.
func (x *index) redirect(from, into int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for cid, target := range x.aliases {
		if target == from {
			x.aliases[cid] = into
		}
	}
	x.aliases[from] = into
}

// resolveAliases adds the conversations that those of a set became part of.
func (x *index) resolveAliases(cids *set) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for cid, target := range x.aliases {
		if cids.has(cid) {
			cids.add(target)
		}
	}
}
