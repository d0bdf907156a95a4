package spanstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.uber.org/zap"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/block"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/content"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/folderlock"
)

const (
	fileName = "traces.db"
	// minBytes is the least that MaxBytes can be.
	minBytes = 8 << 20

	// Rooms of caches, in bytes.
	blockRoom   = 32 << 20
	filterRoom  = 16 << 20
	contentRoom = 16 << 20
	headRoom    = 8 << 20
)

// Store is safe for concurrent use.
type Store struct {
	config Config
	path   string
	lock   *os.File

	writer  *writer
	readers *readers
	janitor *janitor

	blocks   *cache[int64, *block.Block]
	filters  *cache[int64, block.Filter]
	contents *cache[int64, *content.Content]
	heads    *cache[int64, []*model.Span]

	mu      sync.Mutex
	refused int64
	problem string
	closed  bool
}

// Open opens the store of a folder. A file that is damaged is set aside, which Stats tells.
func Open(ctx context.Context, config Config, hook Hook) (*Store, error) {
	if config.Logger == nil {
		config.Logger = zap.NewNop()
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.MaxBytes > 0 {
		config.MaxBytes = max(config.MaxBytes, minBytes)
	}
	s := &Store{
		config:   config,
		path:     filepath.Join(config.Dir, fileName),
		blocks:   newCache[int64, *block.Block](blockRoom),
		filters:  newCache[int64, block.Filter](filterRoom),
		contents: newCache[int64, *content.Content](contentRoom),
		heads:    newCache[int64, []*model.Span](headRoom),
	}
	if err := s.open(ctx, hook); err != nil {
		return nil, fmt.Errorf("store in %s: %w", config.Dir, explain(err))
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, hook Hook) error {
	if err := os.MkdirAll(s.config.Dir, 0o700); err != nil {
		return explainFile(err)
	}
	var err error
	if s.lock, err = folderlock.Take(s.config.Dir); err != nil {
		return explainFile(err)
	}
	err = s.openFile(ctx, hook)
	if err := explain(err); errors.Is(err, ErrDamaged) {
		aside, failed := setAside(s.path)
		if failed != nil {
			return errors.Join(err, failed, s.lock.Close())
		}
		s.report("the file was damaged and is now "+aside+"; a new one is begun", err)
		if err := s.openFile(ctx, hook); err != nil {
			return errors.Join(err, s.lock.Close())
		}
		return nil
	}
	if err != nil {
		return errors.Join(err, s.lock.Close())
	}
	return nil
}

// openFile opens the connections, reads what the writer has to know, and starts it.
func (s *Store) openFile(ctx context.Context, hook Hook) error {
	w, err := s.openWriter(ctx, hook)
	if err != nil {
		return err
	}
	s.readers, err = openReaders(s.path)
	if err != nil {
		return errors.Join(err, w.conn.Close())
	}
	s.writer = w
	s.janitor = newJanitor(s)
	go w.loop(context.WithoutCancel(ctx))
	go s.janitor.loop()
	return nil
}

// Close waits for what was begun and releases the file.
func (s *Store) Close() error {
	s.mu.Lock()
	closed := s.closed
	s.closed = true
	s.mu.Unlock()
	if closed {
		return nil
	}
	s.janitor.stop()
	close(s.writer.closing)
	<-s.writer.stopped
	return errors.Join(s.readers.close(), s.writer.conn.Close(), s.lock.Close())
}

// report logs what went wrong and keeps it for Stats.
func (s *Store) report(what string, err error) {
	problem := fmt.Sprintf("%s: %v", what, err)
	s.mu.Lock()
	known := s.problem == problem
	s.problem = problem
	s.mu.Unlock()
	if !known { // each query may meet it again
		s.config.Logger.Error(what, zap.String("file", s.path), zap.Error(err))
	}
}

// refuse counts spans that are not kept.
func (s *Store) refuse(spans int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused += int64(spans)
	s.problem = err.Error()
}

// passDamage reports damage of a part of the file, of which the rest can be used, and returns all other errors.
func (s *Store) passDamage(err error) error {
	_, err = s.isDamage(err)
	return err
}

// isDamage says whether an error is damage of a part of the file, which it reports, and returns all other errors.
func (s *Store) isDamage(err error) (bool, error) {
	if !errors.Is(err, block.ErrDamaged) && !errors.Is(explain(err), ErrDamaged) {
		return false, err
	}
	s.report("a part of the file is damaged and is passed over", err)
	return true, nil
}

// block returns a block, open.
func (s *Store) block(conn *sqlite.Conn, id int64) (*block.Block, error) {
	if b, ok := s.blocks.get(id); ok {
		return b, nil
	}
	data, err := blockColumn(conn, "SELECT data FROM block_data WHERE id = ?", id)
	if err != nil {
		return nil, err
	}
	b, err := block.Open(data)
	if err != nil {
		return nil, fmt.Errorf("block %d: %w", id, err)
	}
	s.blocks.put(id, b, len(data))
	return b, nil
}

// filter returns the filter of a block.
func (s *Store) filter(conn *sqlite.Conn, id int64) (block.Filter, error) {
	if f, ok := s.filters.get(id); ok {
		return f, nil
	}
	data, err := blockColumn(conn, "SELECT filter FROM block_data WHERE id = ?", id)
	if err != nil {
		return block.Filter{}, err
	}
	f, err := block.OpenFilter(data)
	if err != nil {
		return block.Filter{}, fmt.Errorf("filter of block %d: %w", id, err)
	}
	s.filters.put(id, f, len(data))
	return f, nil
}

func blockColumn(conn *sqlite.Conn, query string, id int64) (data []byte, err error) {
	err = each(conn, query, func(row *sqlite.Stmt) error {
		data = blob(row, 0)
		return nil
	}, id)
	if err == nil && data == nil {
		err = fmt.Errorf("%w: no block %d", ErrDamaged, id)
	}
	return data, err
}
