package signals

import (
	"fmt"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
)

// LexiconConfig changes the phrases that signals are found by. Signals are named in full,
// "interaction.disengagement.escalation", languages by their code, "en". A language without
// built-in phrases may be any name.
type LexiconConfig struct {
	// Files are lexicon files by signal and language, in the format of the built-in ones.
	Files map[string]map[string]string `mapstructure:"files"`
	// Phrases are phrases by signal and language, each as a line of a lexicon file.
	Phrases map[string]map[string][]string `mapstructure:"phrases"`
	// WithoutPhrases are phrases by signal that shall not count: a built-in phrase
	// that overlaps one of them does not match. A rule's full name, "en/quit/gives-up",
	// switches off that rule alone. Those of a context folder stand under "context" in
	// place of a signal.
	WithoutPhrases map[string][]string `mapstructure:"without_phrases"`
	// WithoutSignals are signals that are not looked for.
	WithoutSignals []string `mapstructure:"without_signals"`
	// WithoutLanguages are built-in languages that are not looked for.
	WithoutLanguages []string `mapstructure:"without_languages"`
}

// validate refuses what can't be compiled.
func (c *LexiconConfig) validate() error {
	if _, err := c.leavesOff(); err != nil {
		return err
	}
	o := c.options()
	if o.Empty() {
		return nil
	}
	return o.Validate(phraseLeaves)
}

func (c *LexiconConfig) options() phrases.Options {
	return phrases.Options{
		Files: c.Files, Phrases: c.Phrases, WithoutPhrases: c.WithoutPhrases, WithoutLanguages: c.WithoutLanguages,
	}
}

func (c *LexiconConfig) leavesOff() (off [LeafCount]bool, err error) {
	for i, name := range c.WithoutSignals {
		leaf, err := ParseLeaf(name)
		if err != nil {
			return off, fmt.Errorf("lexicon::without_signals::%d: %w", i, err)
		}
		off[leaf] = true
	}
	return off, nil
}

// builtin are the built-in phrases, which most analyzers share.
var builtin = sync.OnceValues(func() (both [2]*phrases.Set, err error) {
	both[0], both[1], err = new(phrases.Options).Compile(phraseLeaves)
	return both, err
})

// compile returns the phrases of conversations and of tool results.
func (c *LexiconConfig) compile() (conversation, tools *phrases.Set, err error) {
	if o := c.options(); !o.Empty() {
		return o.Compile(phraseLeaves)
	}
	both, err := builtin()
	return both[0], both[1], err
}
