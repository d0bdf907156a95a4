package signals

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
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
	// that overlaps one of them does not match.
	WithoutPhrases map[string][]string `mapstructure:"without_phrases"`
	// WithoutSignals are signals that are not looked for.
	WithoutSignals []string `mapstructure:"without_signals"`
	// WithoutLanguages are built-in languages that are not looked for.
	WithoutLanguages []string `mapstructure:"without_languages"`
}

// builtinLanguages are those with built-in phrases.
var builtinLanguages = []string{"en", "de", "es", "fr", "ja", "pt", "zh"}

// toolLanguage is the name of the phrases of tool results.
const toolLanguage = "tool"

// validate refuses what can't be compiled.
func (c *LexiconConfig) validate() error {
	if _, err := c.leavesOff(); err != nil {
		return err
	}
	if c.changesNothing() {
		return nil
	}
	_, _, err := c.parse()
	return err
}

func (c *LexiconConfig) changesNothing() bool {
	return len(c.Files) == 0 && len(c.Phrases) == 0 && len(c.WithoutPhrases) == 0 && len(c.WithoutLanguages) == 0
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

// compiled are the built-in phrases, which most analyzers share.
var compiled = sync.OnceValues(func() (*[2]*matcher, error) {
	conversation, tools, err := new(LexiconConfig).compileAll()
	return &[2]*matcher{conversation, tools}, err
})

// compile returns the phrases of conversations and of tool results.
func (c *LexiconConfig) compile() (conversation, tools *matcher, err error) {
	if !c.changesNothing() {
		return c.compileAll()
	}
	both, err := compiled()
	return both[0], both[1], err
}

func (c *LexiconConfig) compileAll() (conversation, tools *matcher, err error) {
	words, results, err := c.parse()
	if err != nil {
		return nil, nil, err
	}
	if conversation, err = words.compile(); err != nil {
		return nil, nil, fmt.Errorf("lexicon: %w", err)
	}
	if tools, err = results.compile(); err != nil {
		return nil, nil, fmt.Errorf("lexicon: %w", err)
	}
	return conversation, tools, nil
}

// parse reads the built-in phrases and the user's.
func (c *LexiconConfig) parse() (words, results *lexicon, err error) {
	words, results = newLexicon(), newLexicon()
	if err := results.addBuiltin(toolLanguage); err != nil {
		return nil, nil, err
	}
	for i, language := range c.WithoutLanguages {
		if !slices.Contains(builtinLanguages, language) {
			return nil, nil, fmt.Errorf("lexicon::without_languages::%d: unknown language %q, there are %s",
				i, language, strings.Join(builtinLanguages, ", "))
		}
	}
	for _, language := range builtinLanguages {
		if !slices.Contains(c.WithoutLanguages, language) {
			if err := words.addBuiltin(language); err != nil {
				return nil, nil, err
			}
		}
	}
	return words, results, c.addOwn(words, results)
}

// addOwn adds the user's phrases and exceptions.
func (c *LexiconConfig) addOwn(words, results *lexicon) error {
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		l, leaf, err := lexiconOf(name, words, results)
		if err != nil {
			return fmt.Errorf("lexicon::files: %w", err)
		}
		for _, language := range slices.Sorted(maps.Keys(c.Files[name])) {
			file := c.Files[name][language]
			text, err := os.ReadFile(file)
			if err == nil {
				err = l.addText(file, string(text), languageOf(l, results, language), kind(leaf))
			}
			if err != nil {
				return fmt.Errorf("lexicon::files::%s::%s: %w", name, language, err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Phrases)) {
		l, leaf, err := lexiconOf(name, words, results)
		if err != nil {
			return fmt.Errorf("lexicon::phrases: %w", err)
		}
		for _, language := range slices.Sorted(maps.Keys(c.Phrases[name])) {
			for i, text := range c.Phrases[name][language] {
				err := l.addLine(text, text, languageOf(l, results, language), kind(leaf), defaultCondition(kind(leaf)))
				if err != nil {
					return fmt.Errorf("lexicon::phrases::%s::%s::%d: %w", name, language, i, err)
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.WithoutPhrases)) {
		l, leaf, err := lexiconOf(name, words, results)
		if err != nil {
			return fmt.Errorf("lexicon::without_phrases: %w", err)
		}
		for i, text := range c.WithoutPhrases[name] {
			if strings.HasPrefix(text, "!") || strings.HasPrefix(text, "<") && strings.Contains(text, "=") {
				return fmt.Errorf("lexicon::without_phrases::%s::%d: %q is no phrase", name, i, text)
			}
			if err := l.addLine(text, "!"+text, l.languages[0], kind(leaf), condition{}); err != nil {
				return fmt.Errorf("lexicon::without_phrases::%s::%d: %w", name, i, err)
			}
		}
	}
	return nil
}

func languageOf(l, results *lexicon, language string) string {
	if l == results {
		return toolLanguage
	}
	return language
}

// errNoPhrases is returned for signals that are found by counting, not by phrases.
var errNoPhrases = errors.New("is not found by phrases")

// lexiconOf finds the lexicon that holds a signal's phrases.
func lexiconOf(name string, words, results *lexicon) (*lexicon, Leaf, error) {
	leaf, err := ParseLeaf(name)
	if err != nil {
		return nil, 0, err
	}
	switch leaf.Category() {
	case Failure, Exhaustion:
		return results, leaf, nil
	case Loops, Stagnation:
		return nil, 0, fmt.Errorf("%s %w", name, errNoPhrases)
	}
	return words, leaf, nil
}
