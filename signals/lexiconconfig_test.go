package signals

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	escalationName = "interaction.disengagement.escalation"
	quitName       = "interaction.disengagement.quit"
)

func countLeaf(t *testing.T, config LexiconConfig, leaf Leaf, text string) int {
	t.Helper()
	c := DefaultConfig()
	c.Lexicon = config
	a, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	r := a.Analyze([]Message{{Role: RoleUser, Text: text}})
	return r.CountLeaf(leaf)
}

func TestOwnPhrases(t *testing.T) {
	own := LexiconConfig{Phrases: map[string]map[string][]string{
		escalationName: {"en": {"(beam|put) me up to <human>"}, "it": {"voglio parlare con un operatore"}},
	}}
	for text, want := range map[string]int{
		"Please BEAM me up to a human":             0, // "a" is no part of the phrase
		"Please BEAM me up to someone, now":        1,
		"don't put me up to someone":               0, // negation, as with built-in phrases
		"if you put me up to someone I am happy":   0, // a condition
		`the ad said "put me up to someone" to us`: 0, // a quotation
		"Voglio parlare con un operatore":          1, // a language of one's own
	} {
		if got := countLeaf(t, own, Escalation, text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestOwnFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "own.txt")
	lexicon := "# own\n<crew> = (bridge|captain kirk)\nhail the <crew>\n[when agent failed]\nred alert\n"
	if err := os.WriteFile(file, []byte(lexicon), 0o600); err != nil {
		t.Fatal(err)
	}
	own := LexiconConfig{Files: map[string]map[string]string{quitName: {"en": file}}}
	if countLeaf(t, own, Quit, "Hail the captain Kirk!") != 1 {
		t.Error("the file's phrase does not match")
	}
	if countLeaf(t, own, Quit, "red alert") != 0 {
		t.Error("the section's condition is not heeded")
	}
}

func TestPhrasesAndSignalsOff(t *testing.T) {
	if countLeaf(t, LexiconConfig{}, Quit, "I give up") != 1 {
		t.Fatal("the built-in phrase does not match")
	}
	off := []LexiconConfig{
		{WithoutPhrases: map[string][]string{quitName: {"i give up"}}},
		{WithoutSignals: []string{quitName}},
		{WithoutLanguages: []string{"en"}},
	}
	for _, config := range off {
		if countLeaf(t, config, Quit, "I give up") != 0 {
			t.Errorf("%+v: still matches", config)
		}
	}
	if countLeaf(t, off[0], Quit, "I'm done with this conversation") != 1 {
		t.Error("another phrase is off, too")
	}
}

func TestWrongLexicon(t *testing.T) {
	file := filepath.Join(t.TempDir(), "own.txt")
	if err := os.WriteFile(file, []byte("fine\n\n<unknown> thing\n(open\n[when moon]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	phrases := func(name, language, phrase string) LexiconConfig {
		return LexiconConfig{Phrases: map[string]map[string][]string{name: {language: {phrase}}}}
	}
	own := LexiconConfig{Files: map[string]map[string]string{quitName: {"en": file}}}
	for want, config := range map[string]LexiconConfig{
		"own.txt:3: \"<unknown> thing\": unknown class <unknown>": own,
		"own.txt:4: \"(open\": a parenthesis is not closed":       own,
		"own.txt:5: unknown cue \"moon\"":                         own,
		"lexicon::phrases::" + quitName + "::en::0: \"a||b\"":     phrases(quitName, "en", "a||b"),
		"matches the empty text":                                  phrases(quitName, "en", "word?"),
		"starts with a gap":                                       phrases(quitName, "en", "... word"),
		"may match 30 words, more than 24":                        phrases(quitName, "en", strings.Repeat("word ", 30)),
		"unknown signal \"quit\"":                                 phrases("quit", "en", "word"),
		"interaction.stagnation.dragging is not found by phrases": phrases("interaction.stagnation.dragging", "en", "word"),
		"lexicon::without_signals::0: unknown signal \"x\"":       {WithoutSignals: []string{"x"}},
		"lexicon::without_languages::0: unknown language \"tlh\"": {WithoutLanguages: []string{"tlh"}},
		"lexicon::without_phrases::" + quitName + "::0: \"! bye\" is no phrase": {
			WithoutPhrases: map[string][]string{quitName: {"! bye"}},
		},
		"lexicon::files::" + quitName + "::en: open /nowhere.txt: no such file or directory": {
			Files: map[string]map[string]string{quitName: {"en": "/nowhere.txt"}},
		},
	} {
		c := DefaultConfig()
		c.Lexicon = config
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	c := DefaultConfig()
	c.Lexicon = phrases(quitName, "en", "(open")
	if _, err := New(c); err == nil {
		t.Error("New takes what Validate refuses")
	}
}
