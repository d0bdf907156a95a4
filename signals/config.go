package signals

import (
	"errors"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// Config holds what a user can set of the analysis. The zero value is not valid;
// start from [DefaultConfig].
type Config struct {
	// MaxMessages is how many of the last messages count; at least 1.
	MaxMessages int `mapstructure:"max_messages"`
	// MaxMessageLength is how many characters of a message are read, the first 20 %
	// and the last 80 % of this budget; at least 10.
	MaxMessageLength int `mapstructure:"max_message_length"`
	// BaselineTurns is how many user turns a task may take before efficiency falls;
	// at least 1.
	BaselineTurns int `mapstructure:"baseline_turns"`
	// EfficiencyDecay is the 0.25 of 1 / (1 + 0.25 * (turns - baseline)); above 0.
	EfficiencyDecay float64 `mapstructure:"efficiency_decay"`
	// DraggingThreshold is the efficiency below which a conversation drags; 0 to 1.
	DraggingThreshold float64 `mapstructure:"dragging_threshold"`
	// Lexicon changes the phrases that signals are found by.
	Lexicon LexiconConfig `mapstructure:"lexicon"`
}

// DefaultConfig returns the defaults of the taxonomy.
func DefaultConfig() Config {
	return Config{
		MaxMessages:       100,
		MaxMessageLength:  2000,
		BaselineTurns:     5,
		EfficiencyDecay:   0.25,
		DraggingThreshold: 0.5,
	}
}

// Validate names the settings that can't be used, a wrong lexicon with its file and line.
func (c *Config) Validate() error {
	return errors.Join(c.validateNumbers(), c.Lexicon.validate())
}

func (c *Config) validateNumbers() error {
	return errors.Join(
		settings.AtLeast("max_messages", c.MaxMessages, 1),
		settings.AtLeast("max_message_length", c.MaxMessageLength, 10),
		settings.AtLeast("baseline_turns", c.BaselineTurns, 1),
		settings.Positive("efficiency_decay", c.EfficiencyDecay),
		settings.Between("dragging_threshold", c.DraggingThreshold, 0, 1),
	)
}
