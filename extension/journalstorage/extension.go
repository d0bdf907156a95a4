package journalstorage

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"

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
func (s *journalStorage) GetClient(_ context.Context, kind component.Kind, id component.ID, name string) (storage.Client, error) {
	folder := strings.Join([]string{strings.ToLower(kind.String()), id.Type().String(), id.Name(), name}, "_")
	dir := filepath.Join(s.config.Directory, url.PathEscape(folder))
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	opened, err := journal.Open(dir, journal.Options{
		SegmentSize: segmentSize,
		Sync:        s.config.FSync,
		Report:      func(err error) { s.logger.Error("storage", zap.String("folder", dir), zap.Error(err)) },
	})
	if err != nil {
		return nil, err
	}
	return client{opened}, nil
}
