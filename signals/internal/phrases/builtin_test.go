package phrases

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	builtin "github.com/otelcol-plano/otelcol-plano/signals/lexicon"
)

// fileKinds are leaves of the names that the built-in files have.
func fileKinds(t *testing.T) *kinds {
	t.Helper()
	files, err := fs.Glob(builtin.Files, "*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var leaves []Leaf
	for _, file := range files {
		name := "test." + strings.TrimSuffix(path.Base(file), ".txt")
		if !slices.ContainsFunc(leaves, func(l Leaf) bool { return l.Name == name }) {
			leaves = append(leaves, Leaf{Name: name, In: InUserTurns})
		}
	}
	return newKinds(leaves)
}

// builtinFolders are the languages, and the phrases of tool results.
func builtinFolders(t *testing.T) []string {
	t.Helper()
	languages, err := builtinLanguages()
	if err != nil {
		t.Fatal(err)
	}
	return append(languages, toolLanguage)
}

// Every line of every built-in file can be read; all errors are shown at once.
func TestBuiltinLexicon(t *testing.T) {
	for _, language := range builtinFolders(t) {
		l := newLexicon(fileKinds(t))
		if err := l.addBuiltin(language); err != nil {
			t.Errorf("%v", err)
		}
	}
}

// A rule keeps its name: each has an id, and only lines that stand together share one.
func TestBuiltinRuleNames(t *testing.T) {
	for _, language := range builtinFolders(t) {
		l := newLexicon(fileKinds(t))
		if err := l.addBuiltin(language); err != nil {
			t.Fatal(err)
		}
		last := make(map[string]int)
		for i, p := range l.phrases {
			place := l.kinds.rulePlace(language, p.Kind)
			if !strings.HasPrefix(p.Rule, place) {
				t.Errorf("%s: %q has no id", place, p.Rule)
			}
			before, ok := last[p.Rule]
			if ok && (before != i-1 || l.phrases[before].exception != p.exception) {
				t.Errorf("%s: two rules have this name", p.Rule)
			}
			last[p.Rule] = i
		}
	}
}

const maxLine = 140

// A person can read each line; each word class is defined once and used.
func TestBuiltinFiles(t *testing.T) {
	definedIn := make(map[string]string)
	texts := make(map[string]*strings.Builder)
	err := fs.WalkDir(builtin.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := builtin.Files.ReadFile(file)
		if err != nil {
			return err
		}
		number := 0
		for line := range strings.Lines(string(content)) {
			number++
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > maxLine {
				t.Errorf("%s:%d: %d characters, more than %d", file, number, n, maxLine)
			}
		}
		language := strings.Split(file, "/")[0]
		if texts[language] == nil {
			texts[language] = new(strings.Builder)
		}
		for _, line := range contentLines(string(content)) {
			rest := line.text
			if name, definition, ok := strings.Cut(line.text, " = "); ok && strings.HasPrefix(name, "<") {
				class := path.Join(language, name)
				if definedIn[class] != "" {
					t.Errorf("%s:%d: %s is defined in %s too", file, line.number, name, definedIn[class])
				}
				definedIn[class], rest = file, definition
			}
			texts[language].WriteString(rest + "\n")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for class, file := range definedIn {
		language, name := path.Split(class)
		if !strings.Contains(texts[strings.TrimSuffix(language, "/")].String(), name) {
			t.Errorf("%s: %s is not used", file, name)
		}
	}
}
