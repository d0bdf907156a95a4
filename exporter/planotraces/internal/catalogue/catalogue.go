package catalogue

import (
	"container/list"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Options of a catalogue.
type Options struct {
	// Notify is told of what changed, after the commit, by the goroutine that writes; it must not wait. nil is nobody.
	Notify func(traceapi.Change)
	// Now is time.Now where it is nil.
	Now func() time.Time
	// MaxMemory is about how many bytes the conversations take that are kept to go on from; 0 is 24 MiB.
	MaxMemory int64
}

const defaultMemory = 24 << 20

// Catalogue knows the conversations. Its methods of [spanstore.Hook] are the writer's alone, all others are safe for concurrent
// use.
type Catalogue struct {
	options Options
	index   *index
	names   *names

	// What follows is the writer's.
	cache   *cache
	touched map[int64]bool // conversations that changed since the last commit that is known of
	suspect map[int64]bool // conversations of which the index may say something that was rolled back
	nextCID int64
	parts   map[int64]int   // by the id of the first part of a long conversation: which one is the last
	fresh   map[int64]int64 // conversations by id that are not written yet
}

// New returns a catalogue; Migrate makes it ready.
func New(options Options) *Catalogue {
	if options.Notify == nil {
		options.Notify = func(traceapi.Change) {}
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.MaxMemory <= 0 {
		options.MaxMemory = defaultMemory
	}
	c := &Catalogue{options: options, index: newIndex(), names: newNames()}
	c.forgetMemory()
	return c
}

// forgetMemory drops what the writer keeps in memory of the tables.
func (c *Catalogue) forgetMemory() {
	c.cache = &cache{
		most: c.options.MaxMemory, order: list.New(), conversations: map[int64]*list.Element{}, traces: map[model.TraceID]*trace{},
	}
	c.touched, c.suspect, c.parts, c.fresh = map[int64]bool{}, map[int64]bool{}, map[int64]int{}, map[int64]int64{}
	c.nextCID = 0
}

func (c *Catalogue) load(conn *sqlite.Conn) error {
	c.forgetMemory()
	if err := c.names.load(conn); err != nil {
		return err
	}
	if err := c.index.load(conn); err != nil {
		return err
	}
	return c.names.purge(conn, c.index.used)
}

// Len is how many conversations there are.
func (c *Catalogue) Len() int { return c.index.len() }

// Abort drops what was told since the last commit.
func (c *Catalogue) Abort() {
	suspect := c.touched
	for cid := range c.suspect {
		suspect[cid] = true
	}
	c.names.abort()
	c.forgetMemory()
	c.suspect = suspect
}

// begin makes sure that what is in memory is what the tables say.
func (c *Catalogue) begin(conn *sqlite.Conn) error {
	if len(c.suspect) > 0 {
		for cid := range c.suspect {
			if err := c.refresh(conn, cid); err != nil {
				return err
			}
		}
		clear(c.suspect)
	}
	if c.names.full() {
		if err := c.names.purge(conn, c.index.used); err != nil {
			return err
		}
	}
	if c.nextCID > 0 {
		return nil
	}
	return rows(conn, `SELECT max(coalesce((SELECT max(cid) FROM conversations), 0), coalesce((SELECT max(cid) FROM aliases), 0))`,
		func(s *sqlite.Stmt) error {
			c.nextCID = s.ColumnInt64(0) + 1
			return nil
		})
}

// refresh reads an entry of the index again.
func (c *Catalogue) refresh(conn *sqlite.Conn, cid int64) error {
	found := false
	err := rows(conn, "SELECT "+entryColumns+" FROM conversations WHERE cid = ?", func(s *sqlite.Stmt) error {
		found = true
		c.index.put([]entry{entryOf(s)})
		return nil
	}, cid)
	if err != nil {
		return fmt.Errorf("read conversation: %w", err)
	}
	if !found {
		c.index.remove([]int64{cid})
	}
	target := int64(0)
	err = rows(conn, "SELECT target FROM aliases WHERE cid = ?", func(s *sqlite.Stmt) error {
		target = s.ColumnInt64(0)
		return nil
	}, cid)
	c.index.alias(cid, target)
	return err
}
