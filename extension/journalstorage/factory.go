package journalstorage

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"

	"github.com/otelcol-plano/otelcol-plano/extension/journalstorage/internal/metadata"
)

// NewFactory returns the factory of the journal_storage extension.
func NewFactory() extension.Factory {
	return extension.NewFactory(metadata.Type, createDefaultConfig, create, metadata.ExtensionStability)
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	return &journalStorage{config: cfg.(*Config), logger: set.Logger}, nil
}
