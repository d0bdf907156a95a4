package journalstorage

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/internal/journal"
)

// segmentSize is about how much of what was deleted stays on the disk, in bytes.
const segmentSize = 32 << 20

type journalStorage struct {
	config *Config
	logger *zap.Logger
}

var _ storage.Extension = (*journalStorage)(nil)

func (s *journalStorage) Start(context.Context, component.Host) error {
	if s.config.CreateDirectory {
		return os.MkdirAll(s.config.Directory, 0o750)
	}
	_, err := os.Stat(s.config.Directory)
	return err
}

// Shutdown has nothing to do: components close their clients.
func (*journalStorage) Shutdown(context.Context) error { return nil }

// GetClient opens the folder of a component.
func (s *journalStorage) GetClient(ctx context.Context, kind component.Kind, id component.ID, name string) (storage.Client, error) {
	folder := strings.Join([]string{strings.ToLower(kind.String()), id.Type().String(), id.Name(), name}, "_")
	dir := filepath.Join(s.config.Directory, url.PathEscape(folder))
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	opened, err := s.open(ctx, dir)
	if err != nil {
		return nil, err
	}
	return client{opened}, nil
}

// A queue that is stopped closes its client once the requests under way are done: the next one of a reload waits for it.
const (
	openTimeout = 5 * time.Second
	openRetry   = 20 * time.Millisecond
)

func (s *journalStorage) open(ctx context.Context, dir string) (*journal.Journal, error) {
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	for {
		opened, err := journal.Open(dir, journal.Options{
			SegmentSize: segmentSize,
			Sync:        s.config.FSync,
			Report:      func(err error) { s.logger.Error("storage", zap.String("folder", dir), zap.Error(err)) },
		})
		if !errors.Is(err, journal.ErrInUse) {
			return opened, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(openRetry):
		}
	}
}
