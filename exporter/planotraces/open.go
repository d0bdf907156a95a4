package planotraces

import (
	"context"

	"go.opentelemetry.io/collector/exporter"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/store"
)

const mebibyte = 1 << 20

// openStore opens the store of a folder.
func openStore(ctx context.Context, directory string, config *Config, set *exporter.Settings) (keeper, error) {
	return store.Open(ctx, store.Config{
		Directory: directory, MaxBytes: config.MaxSizeMiB * mebibyte, MaxAge: config.MaxAge, Logger: set.Logger,
	})
}
