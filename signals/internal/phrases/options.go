package phrases

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// Options change the built-in phrases. Leaves are named in full, languages by their code.
type Options struct {
	// Files are lexicon files by leaf and language.
	Files map[string]map[string]string
	// Phrases are lines of lexicon files by leaf and language.
	Phrases map[string]map[string][]string
	// WithoutPhrases are phrases by leaf: what overlaps one of them does not match. A rule's full name,
	// "en/quit/gives-up", switches off that rule alone; those of context files stand under "context".
	WithoutPhrases map[string][]string
	// WithoutLanguages are built-in languages that are left out.
	WithoutLanguages []string
}

// Empty says whether the options leave the built-in phrases as they are.
func (o *Options) Empty() bool {
	return len(o.Files) == 0 && len(o.Phrases) == 0 && len(o.WithoutPhrases) == 0 && len(o.WithoutLanguages) == 0
}

// Validate reads all phrases; errors name the key, or the file and the line.
func (o *Options) Validate(leaves []Leaf) error {
	_, _, err := o.parse(newKinds(leaves))
	return err
}

// Compile returns the phrases of conversations and of tool results; errors name the key, or the file
// and the line.
func (o *Options) Compile(leaves []Leaf) (conversation, tools *Set, err error) {
	words, results, err := o.parse(newKinds(leaves))
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
func (o *Options) parse(k *kinds) (words, results *lexicon, err error) {
	languages, err := builtinLanguages()
	if err != nil {
		return nil, nil, err
	}
	words, results = newLexicon(k), newLexicon(k)
	if err := results.addBuiltin(toolLanguage); err != nil {
		return nil, nil, err
	}
	for i, language := range o.WithoutLanguages {
		if !slices.Contains(languages, language) {
			return nil, nil, fmt.Errorf("lexicon::without_languages::%d: unknown language %q, there are %s",
				i, language, strings.Join(languages, ", "))
		}
	}
	for _, language := range languages {
		if !slices.Contains(o.WithoutLanguages, language) {
			if err := words.addBuiltin(language); err != nil {
				return nil, nil, err
			}
		}
	}
	own := ownPhrases{words, results}
	for _, add := range []func(*Options) error{own.addFiles, own.addPhrases, own.switchOff} {
		if err := add(o); err != nil {
			return nil, nil, err
		}
	}
	return words, results, nil
}

// ownPhrases adds the user's phrases and exceptions to the built-in ones.
type ownPhrases struct{ words, results *lexicon }

func (own *ownPhrases) addFiles(o *Options) error {
	for _, name := range slices.Sorted(maps.Keys(o.Files)) {
		l, leaf, err := own.lexiconOf(name)
		if err != nil {
			return fmt.Errorf("lexicon::files: %w", err)
		}
		for _, language := range slices.Sorted(maps.Keys(o.Files[name])) {
			file := o.Files[name][language]
			content, err := os.ReadFile(file)
			if err == nil {
				err = l.addText(file, string(content), own.languageOf(l, language), leaf)
			}
			if err != nil {
				return fmt.Errorf("lexicon::files::%s::%s: %w", name, language, err)
			}
		}
	}
	return nil
}

func (own *ownPhrases) addPhrases(o *Options) error {
	for _, name := range slices.Sorted(maps.Keys(o.Phrases)) {
		l, leaf, err := own.lexiconOf(name)
		if err != nil {
			return fmt.Errorf("lexicon::phrases: %w", err)
		}
		for _, language := range slices.Sorted(maps.Keys(o.Phrases[name])) {
			for i, written := range o.Phrases[name][language] {
				err := l.addLine(written, own.languageOf(l, language), leaf, l.kinds.base(leaf))
				if err != nil {
					return fmt.Errorf("lexicon::phrases::%s::%s::%d: %w", name, language, i, err)
				}
			}
		}
	}
	return nil
}

func (own *ownPhrases) languageOf(l *lexicon, language string) string {
	if l == own.results {
		return toolLanguage
	}
	return language
}

// errNoPhrases is returned for leaves that are found by counting, not by phrases.
var errNoPhrases = errors.New("is not found by phrases")

// lexiconOf finds the lexicon that holds a leaf's phrases.
func (own *ownPhrases) lexiconOf(name string) (*lexicon, Kind, error) {
	leaf, err := own.words.kinds.named(name)
	if err != nil {
		return nil, 0, err
	}
	switch own.words.kinds.in[leaf] {
	case InToolResults:
		return own.results, leaf, nil
	case Nowhere:
		return nil, 0, fmt.Errorf("%s %w", name, errNoPhrases)
	default:
		return own.words, leaf, nil
	}
}
