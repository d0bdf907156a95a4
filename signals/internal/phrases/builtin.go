package phrases

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	builtin "github.com/otelcol-plano/otelcol-plano/signals/lexicon"
)

// toolLanguage is the name of the phrases of tool results.
const toolLanguage = "tool"

// firstLanguage is the one that is tried first, and that of phrases that name none.
const firstLanguage = "en"

// builtinLanguages returns those with built-in phrases of users and agents, a folder each.
func builtinLanguages() ([]string, error) {
	folders, err := builtin.Files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	languages := []string{firstLanguage}
	for _, folder := range folders {
		if name := folder.Name(); name != firstLanguage && name != toolLanguage {
			languages = append(languages, name)
		}
	}
	return languages, nil
}

// addBuiltin reads the embedded files of a language.
func (l *lexicon) addBuiltin(language string) error {
	classes := path.Join(language, "classes.txt")
	if err := l.addEmbedded(classes, language, classesOnly); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, err := builtin.Files.ReadDir(language)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), ".txt")
		if entry.IsDir() || name == "classes" {
			continue
		}
		file := path.Join(language, entry.Name())
		leaf, err := l.kinds.ofFile(name)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := l.addEmbedded(file, language, leaf); err != nil {
			return err
		}
	}
	return l.addContexts(path.Join(language, "context"), language)
}

// addContexts reads the files of a language's context folder.
func (l *lexicon) addContexts(folder, language string) error {
	entries, err := builtin.Files.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), ".txt")
		file := path.Join(folder, entry.Name())
		if k, ok := contextOfFile(name); ok {
			err = l.addEmbedded(file, language, k)
		} else if t, ok := traitFiles[name]; ok {
			err = l.addTraits(file, language, t)
		} else if name == lookalikeFile {
			err = l.addLookalikes(file, language)
		} else if _, ok := textFiles[name]; ok {
			var content []byte
			content, err = builtin.Files.ReadFile(file)
			l.addTexts(string(content), language, name)
		} else {
			err = fmt.Errorf("%s: unknown context %q", file, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addTraits reads a file of single words that have a role.
func (l *lexicon) addTraits(file, language string, t Trait) error {
	in, lines, err := l.wordFile(file, language)
	if err != nil {
		return err
	}
	for _, line := range lines {
		for _, word := range l.splitter.Words(line.text) {
			traits := l.traits[word]
			traits[t] |= in
			l.traits[word] = traits
		}
	}
	return nil
}

// wordFile reads an embedded file of words of a language.
func (l *lexicon) wordFile(file, language string) (in languages, lines []line, err error) {
	if in, err = l.language(language); err != nil {
		return 0, nil, err
	}
	content, err := builtin.Files.ReadFile(file)
	if err != nil {
		return 0, nil, err
	}
	return in, contentLines(string(content)), nil
}

func (l *lexicon) addEmbedded(file, language string, k Kind) error {
	content, err := builtin.Files.ReadFile(file)
	if err != nil {
		return err
	}
	return l.addText(file, string(content), language, k)
}
