package journalstorage

import (
	"go.opentelemetry.io/collector/component"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// Config says where values are stored.
type Config struct {
	// Directory holds a folder for each component that stores something.
	Directory string `mapstructure:"directory"`

	// CreateDirectory makes the directory at the start where it is not there.
	CreateDirectory bool `mapstructure:"create_directory"`

	// FSync has each write on the disk before it counts as done, so that it outlives a loss of power.
	FSync bool `mapstructure:"fsync"`
}

func createDefaultConfig() component.Config { return &Config{} }

// Validate names the setting that can't be used.
func (c *Config) Validate() error { return settings.NotEmpty("directory", c.Directory) }
