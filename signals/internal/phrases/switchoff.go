package phrases

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// contextKey stands in the place of a leaf for what is no leaf's: context phrases and texts.
const contextKey = "context"

// switchOff adds exceptions for the phrases that shall not count and drops the rules that are named.
func (own *ownPhrases) switchOff(o *Options) error {
	for _, name := range slices.Sorted(maps.Keys(o.WithoutPhrases)) {
		for i, written := range o.WithoutPhrases[name] {
			if err := own.switchOffOne(name, written); err != nil {
				return fmt.Errorf("%s: %w", settings.Path("lexicon", "without_phrases", name, strconv.Itoa(i)), err)
			}
		}
	}
	return nil
}

func (own *ownPhrases) switchOffOne(name, written string) error {
	if name == contextKey {
		return own.dropContext(written)
	}
	l, leaf, err := own.lexiconOf(name)
	if err != nil {
		return err
	}
	if isRuleName(written) {
		dropped, names := l.dropRule(written, func(k Kind) bool { return k == leaf })
		if !dropped {
			return errUnknownRule(written, names)
		}
		return nil
	}
	if strings.HasPrefix(written, "!") || strings.HasPrefix(written, "<") && strings.Contains(written, "=") {
		return fmt.Errorf("%q is no phrase", written)
	}
	language := own.languageOf(l, firstLanguage)
	if len(l.languages) > 0 {
		language = l.languages[0]
	}
	return l.addLine("!"+written, language, leaf, Condition{})
}

// dropContext drops a context phrase or a text by its full name.
func (own *ownPhrases) dropContext(name string) error {
	var all []string
	for _, l := range []*lexicon{own.words, own.results} {
		dropped, names := l.dropRule(name, func(k Kind) bool { return !k.IsLeaf() })
		if dropped || l.dropText(name) {
			return nil
		}
		all = append(append(all, names...), l.textNames()...)
	}
	return errUnknownRule(name, all)
}
