package phrases

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	builtin "github.com/otelcol-plano/otelcol-plano/signals/lexicon"
)

var dictionary = flag.String("dictionary", "", "file of English words, one a line, to write the lookalikes from")

const lookalikes = "en/context/lookalike.txt"

const lookalikesHeader = `# Words that are no typing errors although they look like one of a phrase's word: "form" is not "from".
# Written with a list of English words, as Debian's wamerican has it; words may be added by hand, where a false alarm shows one:
# go test ./signals/internal/phrases -run Lookalikes -dictionary /usr/share/dict/words

`

// The lookalikes are all misspellings of some word, in order; with -dictionary they are written anew.
func TestLookalikes(t *testing.T) {
	l := newLexicon(fileKinds(t))
	if err := l.addBuiltin("en"); err != nil {
		t.Fatal(err)
	}
	known := l.lookalikes
	l.lookalikes = nil
	vocabulary := make(map[string]bool)
	for _, p := range l.phrases {
		p.node.eachWord(func(word string) { vocabulary[word] = true })
	}
	typed := make(map[string]bool)
	for word := range vocabulary {
		if len(word) >= minSpelled {
			eachMisspelling(word, func(misspelled string) { typed[misspelled] = true })
		}
	}
	if *dictionary != "" {
		maps.DeleteFunc(typed, func(word string, _ bool) bool { return vocabulary[word] })
		writeLookalikes(t, known, typed)
		return
	}
	content, err := builtin.Files.ReadFile(lookalikes)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, line := range contentLines(string(content)) {
		words = append(words, line.text)
		if !typed[line.text] {
			t.Errorf("%s:%d: %q looks like no misspelling", lookalikes, line.number, line.text)
		}
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(words))); !slices.Equal(words, sorted) {
		t.Errorf("%s is not sorted, or has a word twice", lookalikes)
	}
}

func writeLookalikes(t *testing.T, known, typed map[string]bool) {
	t.Helper()
	content, err := os.ReadFile(*dictionary)
	if err != nil {
		t.Fatal(err)
	}
	kept := make(map[string]bool)
	for word := range known {
		kept[word] = typed[word]
	}
	for word := range strings.Lines(string(content)) {
		word = strings.ToLower(strings.TrimSpace(word))
		kept[word] = kept[word] || typed[word]
	}
	maps.DeleteFunc(kept, func(_ string, keep bool) bool { return !keep })
	text := lookalikesHeader + strings.Join(slices.Sorted(maps.Keys(kept)), "\n") + "\n"
	if err := os.WriteFile("../../lexicon/"+lookalikes, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestMisspellings(t *testing.T) {
	found := make(map[string]bool)
	for _, word := range []string{"meant", "thanks", "speak", "agent", "separate", "working"} {
		eachMisspelling(word, func(typed string) { found[typed] = true })
	}
	for _, typed := range []string{"ment", "thnaks", "speek", "agnet", "thankss", "workin", "woorking"} {
		if !found[typed] {
			t.Errorf("%q is not known", typed)
		}
	}
	for _, other := range []string{"eant", "hanks", "gent", "mean", "thinks"} {
		if found[other] && other[0] != 'm' {
			t.Errorf("%q is known", other)
		}
	}
}
