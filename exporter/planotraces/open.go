package planotraces

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/exporter"
	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/store"
)

const mebibyte = 1 << 20

// openStore opens the store of a folder, later where its disk can't be used now.
func openStore(ctx context.Context, directory string, config *Config, set *exporter.Settings) (keeper, error) {
	return openOrWait(ctx, func(ctx context.Context) (keeper, error) {
		s, err := store.Open(ctx, store.Config{
			Directory: directory, MaxBytes: config.MaxSizeMiB * mebibyte, MaxAge: config.MaxAge, Logger: set.Logger,
		})
		if err != nil {
			set.Logger.Error("The store can't be opened", zap.String("directory", directory), zap.Error(err))
			return nil, err
		}
		return s, nil
	}, time.Now)
}
