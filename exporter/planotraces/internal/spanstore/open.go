package spanstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

const (
	// checkTime is how long the structure of the file is looked at when it is opened. A small file is looked at as a whole.
	checkTime = 50 * time.Millisecond
	// busyTime is how long SQLite waits for a lock. Only another program can have one.
	busyTime = 5 * time.Second
	// maxLogBytes is how long the log is, at most, when its pages are moved to the file.
	maxLogBytes = 16 << 20
	// logShare is which part of the room of the store that is.
	logShare = 16
	pageSize = 4096
)

// openWriter opens the file and reads what the writer has to know of it.
func (s *Store) openWriter(ctx context.Context, hook Hook) (w *writer, err error) {
	if err := prepareFile(s.path); err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(s.path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, conn.Close())
		}
	}()
	conn.SetBusyTimeout(busyTime)
	if err := s.configure(conn); err != nil {
		return nil, err
	}
	if err := check(conn); err != nil {
		return nil, err
	}
	if err := migrate(conn, schema); err != nil {
		return nil, err
	}
	if hook != nil {
		if err := transaction(conn, "BEGIN IMMEDIATE", func() error { return hook.Migrate(conn) }); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w = &writer{
		store: s, conn: conn, hook: hook, now: s.config.Now,
		requests: make(chan *request, queueLength), jobs: make(chan *job), closing: make(chan struct{}), stopped: make(chan struct{}),
		head: newHead(), index: &idIndex{}, ids: newRecent[model.TraceID, int64](recentTraces),
		traces: newRecent[int64, *trace](recentTraces), bases: newRecent[int64, base](recentTraces),
	}
	return w, w.load()
}

// prepareFile makes the file, for nobody else to read, and refuses one that is cut: SQLite would find out late.
func prepareFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return explainFile(err)
	}
	header := make([]byte, 32)
	n, err := io.ReadFull(file, header)
	info, failed := file.Stat()
	if err := errors.Join(failed, file.Close()); err != nil {
		return explainFile(err)
	}
	if n == 0 && errors.Is(err, io.EOF) {
		return nil
	}
	if _, failed := os.Stat(path + "-wal"); err == nil && failed == nil {
		return nil // pages may still be in the log
	}
	size := int64(binary.BigEndian.Uint16(header[16:]))
	if size == 1 {
		size = 1 << 16
	}
	if pages := int64(binary.BigEndian.Uint32(header[28:])); err != nil || pages*size > info.Size() {
		return fmt.Errorf("%w: %d bytes of %d pages of %d bytes", ErrDamaged, info.Size(), pages, size)
	}
	return nil
}

// logBytes is how long the log is when its pages are moved to the file.
func (s *Store) logBytes() int64 {
	if s.config.MaxBytes == 0 {
		return maxLogBytes
	}
	return min(s.config.MaxBytes/logShare, maxLogBytes)
}

func (s *Store) configure(conn *sqlite.Conn) error {
	for _, pragma := range []string{
		fmt.Sprintf("PRAGMA page_size = %d", pageSize),
		"PRAGMA auto_vacuum = INCREMENTAL",
		"PRAGMA journal_mode = WAL",
		"PRAGMA synchronous = NORMAL",
		"PRAGMA cell_size_check = ON",
		"PRAGMA cache_size = -16384",
		"PRAGMA temp_store = MEMORY",
		fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", s.logBytes()/pageSize),
		fmt.Sprintf("PRAGMA journal_size_limit = %d", s.logBytes()),
	} {
		if err := run(conn, pragma); err != nil {
			return fmt.Errorf("%s: %w", pragma, err)
		}
	}
	return nil
}

// check looks at the structure of the file for a while.
func check(conn *sqlite.Conn) error {
	ctx, cancel := context.WithTimeout(context.Background(), checkTime)
	defer cancel()
	conn.SetInterrupt(ctx.Done())
	defer conn.SetInterrupt(nil)
	err := each(conn, "PRAGMA quick_check(1)", func(row *sqlite.Stmt) error {
		if found := row.ColumnText(0); found != "ok" {
			return fmt.Errorf("%w: %s", ErrDamaged, found)
		}
		return nil
	})
	if sqlite.ErrCode(err) == sqlite.ResultInterrupt {
		return nil
	}
	return err
}

// load reads what the writer has to know.
func (w *writer) load() error {
	for _, step := range []func() error{w.loadNumbers, w.loadHead, w.loadIndex} {
		if err := step(); err != nil {
			return err
		}
	}
	var err error
	w.missing, err = loadMissing(w.conn)
	return err
}

func (w *writer) loadNumbers() error {
	next, err := number(w.conn, "SELECT value FROM next WHERE name = 'seq'")
	if err != nil {
		return err
	}
	w.seq = uint64(max(next-1, 0))
	for query, to := range map[string]*int64{
		"SELECT max(id) FROM traces": &w.lastTrace, "SELECT max(id) FROM blocks": &w.lastBlock,
		"SELECT max(trace) FROM trace_blocks": &w.lastSealed,
	} {
		if *to, err = number(w.conn, query); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) loadHead() error {
	var damaged []int64
	err := each(w.conn, "SELECT id, data FROM head ORDER BY id", func(row *sqlite.Stmt) error {
		id := row.ColumnInt64(0)
		data := blob(row, 1)
		spans, err := decodeHead(data)
		if err != nil {
			damaged = append(damaged, id)
			return w.store.passDamage(err)
		}
		w.head.add(headRow{id, len(spans), data}, spans)
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range damaged {
		if err := run(w.conn, "DELETE FROM head WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) loadIndex() error {
	return each(w.conn, "SELECT id, span_ids FROM block_data ORDER BY id", func(row *sqlite.Stmt) error {
		w.index.add(row.ColumnInt64(0), blob(row, 1))
		return nil
	})
}

// maxAside is how many damaged files are kept.
const maxAside = 3

// setAside renames a file that is damaged, with its log, and returns its new name.
func setAside(path string) (string, error) {
	earlier, err := filepath.Glob(path + ".damaged-*")
	if err != nil {
		return "", err
	}
	last := 0
	for _, name := range earlier {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, path+".damaged-")); err == nil {
			last = max(last, n)
		}
	}
	name := func(n int) string { return fmt.Sprintf("%s.damaged-%d", path, n) }
	aside := name(last + 1)
	if err := os.Rename(path, aside); err != nil {
		return "", err
	}
	old := name(last + 1 - maxAside)
	return aside, errors.Join(gone(os.Rename(path+"-wal", aside+"-wal")), gone(os.Remove(path+"-shm")),
		gone(os.Remove(old)), gone(os.Remove(old+"-wal")))
}

// gone drops the error of what is not there.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// explainFile says what an error of the file system means.
func explainFile(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
