package signals

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

//go:embed lexicon
var builtin embed.FS

// kind is what a phrase stands for: a leaf, or a context that other phrases depend on.
type kind uint8

const (
	kindAccept kind = kind(LeafCount) + iota
	kindDecline
	kindRequest
	kindPleased
	kindGreeting
	kindInsists
	kindProfanity
	kindMention
	kindAgentOffered
	kindAgentFailed
	kindAgentClosing
	kindAgentServed
	kindCount
)

// contextKinds are the files of a language's context folder that hold phrases.
var contextKinds = map[string]kind{
	"accept":        kindAccept,
	"decline":       kindDecline,
	"request":       kindRequest,
	"pleased":       kindPleased,
	"greeting":      kindGreeting,
	"insists":       kindInsists,
	"profanity":     kindProfanity,
	"mention":       kindMention,
	"agent_offered": kindAgentOffered,
	"agent_failed":  kindAgentFailed,
	"agent_closing": kindAgentClosing,
	"agent_served":  kindAgentServed,
}

// contextWords are the files of a language's context folder that hold single words.
var contextWords = map[string]trait{
	"negation":  isNegation,
	"condition": isCondition,
	"contrast":  isContrast,
	"stopwords": isStopWord,
	"question":  isQuestionWord,
}

// phrase is a pattern of a lexicon with what it stands for.
type phrase struct {
	// rule names the phrase in reports: its file and line, or the phrase itself where it
	// stands in the configuration.
	rule     string
	language languages
	kind     kind
	// exception is true for a phrase that takes away the matches it overlaps.
	exception bool
	at        anchors
	condition condition
	node      *node
}

// lexicon collects phrases before they are compiled.
type lexicon struct {
	phrases []phrase
	traits  map[string]wordTraits
	// classes by language and name.
	classes map[string]map[string]*node
	// languages by the order of their first mention.
	languages []string
	splitter  splitter
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

func newLexicon() *lexicon {
	return &lexicon{traits: make(map[string]wordTraits), classes: make(map[string]map[string]*node)}
}

// addBuiltin reads the embedded files of a language.
func (l *lexicon) addBuiltin(language string) error {
	folder := path.Join("lexicon", language)
	if err := l.addEmbedded(path.Join(folder, "classes.txt"), language, kindCount); err != nil {
		return err
	}
	entries, err := builtin.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), ".txt")
		if entry.IsDir() || name == "classes" {
			continue
		}
		leaf, err := leafOfFile(name)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", folder, entry.Name(), err)
		}
		if err := l.addEmbedded(path.Join(folder, entry.Name()), language, kind(leaf)); err != nil {
			return err
		}
	}
	return l.addContext(path.Join(folder, "context"), language)
}

func (l *lexicon) addContext(folder, language string) error {
	in, err := l.language(language)
	if err != nil {
		return err
	}
	entries, err := builtin.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), ".txt")
		file := path.Join(folder, entry.Name())
		if k, ok := contextKinds[name]; ok {
			if err := l.addEmbedded(file, language, k); err != nil {
				return err
			}
			continue
		}
		trait, ok := contextWords[name]
		if !ok {
			return fmt.Errorf("%s: unknown context %q", file, name)
		}
		text, err := builtin.ReadFile(file)
		if err != nil {
			return err
		}
		for _, line := range contentLines(string(text)) {
			for _, word := range l.splitter.words(line.text) {
				traits := l.traits[word]
				traits[trait] |= in
				l.traits[word] = traits
			}
		}
	}
	return nil
}

func (l *lexicon) addEmbedded(file, language string, k kind) error {
	text, err := builtin.ReadFile(file)
	if err != nil {
		return err
	}
	return l.addText(file, string(text), language, k)
}

type line struct {
	number int
	text   string
}

// contentLines drops comments and blank lines.
func contentLines(text string) []line {
	var lines []line
	number := 0
	for raw := range strings.Lines(text) {
		number++
		content := strings.TrimSpace(raw)
		if content != "" && content[0] != '#' {
			lines = append(lines, line{number, content})
		}
	}
	return lines
}

// addText reads a lexicon file; errors name the file and the line.
func (l *lexicon) addText(file, text, language string, k kind) error {
	base := defaultCondition(k)
	c := base
	var errs []error
	for _, line := range contentLines(text) {
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
		rule := fmt.Sprintf("%s:%d", strings.TrimPrefix(file, "lexicon/"), line.number)
		if err := l.addLine(rule, line.text, language, k, c); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", file, line.number, err))
		}
	}
	return errors.Join(errs...)
}

// addLine reads a phrase, "! phrase" (an exception) or "<class> = words".
func (l *lexicon) addLine(rule, text, language string, k kind, c condition) error {
	if name, definition, ok := strings.Cut(text, "="); ok && strings.HasPrefix(name, "<") {
		return l.define(strings.TrimSpace(name), definition, language)
	}
	if k >= kindCount {
		return fmt.Errorf("%q is no class; write <name> = words", text)
	}
	source, exception := strings.CutPrefix(text, "!")
	n, at, err := parsePattern(source, l.classes[language], &l.splitter)
	if err != nil {
		return fmt.Errorf("%q: %w", text, err)
	}
	in, err := l.language(language)
	if err != nil {
		return err
	}
	l.phrases = append(l.phrases, phrase{
		rule: rule, language: in, kind: k, exception: exception,
		at: at, condition: c, node: n,
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

// leafOfFile finds a leaf by the last part of its name, "escalation".
func leafOfFile(name string) (Leaf, error) {
	for leaf := range leaves {
		if full := leaves[leaf].name; full[strings.LastIndexByte(full, '.')+1:] == name {
			return Leaf(leaf), nil
		}
	}
	return 0, fmt.Errorf("unknown signal %q", name)
}

// matcher finds the phrases of a lexicon.
type matcher struct {
	phrases    []phrase
	vocabulary *vocabulary
	// automaton finds the phrases of users, or of tool results, agent those of agents.
	automaton, agent *automaton
}

func (l *lexicon) compile() (*matcher, error) {
	if len(l.phrases) > 1<<16-1 {
		return nil, fmt.Errorf("more than %d phrases", 1<<16-1)
	}
	words := newWordList()
	users, agents := newBuilder(words), newBuilder(words)
	for i := range l.phrases {
		b := users
		if k := l.phrases[i].kind; k >= kindAgentOffered && k <= kindAgentServed {
			b = agents
		}
		if err := b.add(l.phrases[i].node, uint16(i)); err != nil {
			return nil, fmt.Errorf("%q: %w", l.phrases[i].rule, err)
		}
		l.phrases[i].node = nil
	}
	for _, word := range slices.Sorted(maps.Keys(l.traits)) {
		if _, err := words.number(word); err != nil {
			return nil, err
		}
	}
	m := &matcher{phrases: slices.Clip(l.phrases), vocabulary: newVocabulary(words.hashes)}
	for word, roles := range l.traits {
		traits := &m.vocabulary.traits[words.numbers[word]]
		for t, in := range roles {
			traits[t] |= in
		}
	}
	var err error
	if m.automaton, err = users.build(); err != nil {
		return nil, err
	}
	m.agent, err = agents.build()
	return m, err
}
