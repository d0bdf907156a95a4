package phrases

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// Phrase is a pattern of a lexicon with what it stands for.
type Phrase struct {
	// Rule names the phrase in reports, "en/quit/gives-up", or is its text where it has no id.
	Rule string
	Kind Kind
	// Condition says with which cues the phrase counts.
	Condition Condition

	language languages
	// exception is true for a phrase that takes away the matches it overlaps.
	exception bool
	at        anchors
	node      *node
}

// lexicon collects phrases before they are compiled.
type lexicon struct {
	kinds   *kinds
	phrases []Phrase
	traits  map[string]wordTraits
	texts   [textListCount][]knownText
	// classes by language and name.
	classes map[string]map[string]*node
	// languages by the order of their first mention.
	languages []string
	splitter  text.Splitter
	// spelled are the words whose misspellings are known too, lookalikes words that look like the misspelling of one.
	spelled, lookalikes map[string]bool
	// checked are the languages with misspellings, those that have a file of lookalikes.
	checked languages
}

func newLexicon(k *kinds) *lexicon {
	return &lexicon{
		kinds: k, traits: make(map[string]wordTraits), classes: make(map[string]map[string]*node),
		spelled: make(map[string]bool), lookalikes: make(map[string]bool),
	}
}

// maxLanguages is how many languages a set of languages holds.
const maxLanguages = 16

// language returns the set of one language.
func (l *lexicon) language(name string) (languages, error) {
	n := slices.Index(l.languages, name)
	if n < 0 {
		n = len(l.languages)
		l.languages = append(l.languages, name)
	}
	if n >= maxLanguages {
		return 0, fmt.Errorf("%q: more than %d languages", name, maxLanguages)
	}
	return 1 << n, nil
}

type line struct {
	number int
	text   string
}

// contentLines drops comments and blank lines. An indented line continues the line before it.
func contentLines(text string) []line {
	var lines []line
	number := 0
	for raw := range strings.Lines(text) {
		number++
		content := strings.TrimSpace(raw)
		switch {
		case content == "", content[0] == '#':
		case len(lines) > 0 && (raw[0] == ' ' || raw[0] == '\t'):
			lines[len(lines)-1].text += " " + content
		default:
			lines = append(lines, line{number, content})
		}
	}
	return lines
}

// addText reads a lexicon file; errors name the file and the line.
func (l *lexicon) addText(file, content, language string, k Kind) error {
	base := l.kinds.base(k)
	c := base
	var errs []error
	for _, line := range contentLines(content) {
		if header, ok := strings.CutPrefix(line.text, "["); ok {
			header, closed := strings.CutSuffix(header, "]")
			var err error
			if c, err = parseCondition(header, base); err != nil || !closed {
				if err == nil {
					err = fmt.Errorf("the section header is not closed")
				}
				errs = append(errs, fmt.Errorf("%s:%d: %w", file, line.number, err))
			}
			continue
		}
		if err := l.addLine(line.text, language, k, c); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", file, line.number, err))
		}
	}
	return errors.Join(errs...)
}

// addLine reads a phrase, "id: phrase", "! id: phrase" (an exception) or "<class> = words".
func (l *lexicon) addLine(written, language string, k Kind, c Condition) error {
	if name, definition, ok := strings.Cut(written, "="); ok && strings.HasPrefix(name, "<") {
		return l.define(strings.TrimSpace(name), definition, language)
	}
	if k >= classesOnly {
		return fmt.Errorf("%q is no class; write <name> = words", written)
	}
	source, exception := strings.CutPrefix(written, "!")
	rule, source, err := l.kinds.cutID(source, language, k)
	if err != nil {
		return err
	}
	n, at, err := parsePattern(source, l.classes[language], &l.splitter)
	if err != nil {
		return fmt.Errorf("%q: %w", written, err)
	}
	in, err := l.language(language)
	if err != nil {
		return err
	}
	l.phrases = append(l.phrases, Phrase{
		Rule: rule, Kind: k, Condition: c,
		language: in, exception: exception, at: at, node: n,
	})
	return nil
}

func (l *lexicon) define(name, definition, language string) error {
	if !strings.HasSuffix(name, ">") || len(name) < 3 {
		return fmt.Errorf("%q: a class is written <name>", name)
	}
	n, _, err := parsePattern(definition, l.classes[language], &l.splitter)
	if err != nil {
		return fmt.Errorf("%q: %w", definition, err)
	}
	if l.classes[language] == nil {
		l.classes[language] = make(map[string]*node)
	}
	l.classes[language][name[1:len(name)-1]] = n
	return nil
}
