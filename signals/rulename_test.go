package signals

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func newWith(t *testing.T, lexicon LexiconConfig) *Analyzer {
	t.Helper()
	c := DefaultConfig()
	c.Lexicon = lexicon
	a, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func matchedBy(a *Analyzer, text string) []string {
	r := a.Analyze([]Message{{Role: RoleUser, Text: text}})
	var rules []string
	for i := range r.Instances {
		rules = append(rules, r.Instances[i].Metadata.Matched)
	}
	return rules
}

func TestRuleNames(t *testing.T) {
	file := filepath.Join(t.TempDir(), "own.txt")
	if err := os.WriteFile(file, []byte("red-alert: red alert\n(abandon|leave) ship\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := newWith(t, LexiconConfig{
		Files: map[string]map[string]string{quitName: {"en": file}},
		Phrases: map[string]map[string][]string{escalationName: {
			"it": {"wants-operator: voglio (un|il) operatore", "passami una persona"},
		}},
	})
	for text, want := range map[string]string{
		"I give up":             "en/quit/gives-up",
		"Red alert!":            "en/quit/red-alert",
		"abandon ship":          "(abandon|leave) ship",
		"voglio un operatore":   "it/escalation/wants-operator",
		"passami una persona":   "passami una persona",
		"Can I talk to a human": "en/escalation/talk-to-a-human",
	} {
		if got := matchedBy(own, text); !slices.Equal(got, []string{want}) {
			t.Errorf("%q: matched by %v, want %s", text, got, want)
		}
	}
}

func TestRulesOff(t *testing.T) {
	off := newWith(t, LexiconConfig{
		Phrases:        map[string]map[string][]string{quitName: {"en": {"beams-up: beam me up"}}},
		WithoutPhrases: map[string][]string{quitName: {"en/quit/gives-up", "en/quit/beams-up", "en/quit/do-not-give-up"}},
	})
	for text, want := range map[string][]string{
		"I give up":          nil,
		"beam me up":         nil,
		"I quit":             {"en/quit/quits"},
		"I am giving up":     {"en/quit/is-giving-up"},
		"I quit and give up": {"en/quit/quits"},
	} {
		if got := matchedBy(off, text); !slices.Equal(got, want) {
			t.Errorf("%q: matched by %v, want %v", text, got, want)
		}
	}
}

func TestUnknownRules(t *testing.T) {
	for rule, want := range map[string]string{
		"en/quit/give-up":               `unknown rule "en/quit/give-up", the nearest are en/quit/gives-up, `,
		"en/escalation/talk-to-a-human": `unknown rule "en/escalation/talk-to-a-human", the nearest are en/quit/`,
		"en/context/greeting/hello":     `unknown rule "en/context/greeting/hello", the nearest are `,
	} {
		c := DefaultConfig()
		c.Lexicon.WithoutPhrases = map[string][]string{quitName: {"never mind", rule}}
		want = "lexicon::without_phrases::" + quitName + "::1: " + want
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestWithoutPhrasesOfNoLanguage(t *testing.T) {
	c := DefaultConfig()
	c.Lexicon = LexiconConfig{
		WithoutLanguages: []string{"en", "de", "es", "fr", "ja", "pt", "zh"},
		WithoutPhrases:   map[string][]string{quitName: {"never mind"}},
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	c.Lexicon.WithoutPhrases[quitName] = []string{"en/quit/gives-up"}
	want := "lexicon::without_phrases::" + quitName + `::0: unknown rule "en/quit/gives-up", there are none`
	if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestContinuedLines(t *testing.T) {
	file := filepath.Join(t.TempDir(), "own.txt")
	write := func(text string) LexiconConfig {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return LexiconConfig{Files: map[string]map[string]string{quitName: {"en": file}}}
	}
	crew := "<crew> = kirk\n  # the bridge\n\t|mister spock\n  |uhura\nhails: hail\n  <crew>\n"
	a := newWith(t, write(crew))
	for _, text := range []string{"hail kirk", "hail mister Spock", "Hail Uhura!"} {
		if got := matchedBy(a, text); !slices.Equal(got, []string{"en/quit/hails"}) {
			t.Errorf("%q: matched by %v", text, got)
		}
	}
	for text, want := range map[string]string{
		crew + "Beams Up: beam":    `own.txt:7: id "Beams Up": must be lower-case words joined by hyphens`,
		crew + "! -up: beam":       `own.txt:7: id "-up": must be`,
		crew + ": beam":            `own.txt:7: id "": must be`,
		crew + "beams:\n":          "own.txt:7: ",
		crew + "hails: hail\n |\n": "own.txt:7: ",
	} {
		c := DefaultConfig()
		c.Lexicon = write(text)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// What is no signal's can be switched off too: context phrases, and the words that the forms of errors are told by.
func TestContextOff(t *testing.T) {
	const usage = "fatal frobnication of the thing"
	failures := func(a *Analyzer, result string) int {
		r := a.Analyze([]Message{{Role: RoleToolResult, Text: result}})
		return r.Count(Failure) + r.Count(Exhaustion)
	}
	if failures(mustNew(t), usage) != 1 {
		t.Fatal("the built-in opening is no error")
	}
	off := newWith(t, LexiconConfig{WithoutPhrases: map[string][]string{"context": {"tool/context/opening/fatal"}}})
	if failures(off, usage) != 0 {
		t.Error("the opening is still an error")
	}
	if failures(off, "error: frobnicate the thing") != 1 {
		t.Error("another opening is off, too")
	}
	c := DefaultConfig()
	c.Lexicon.WithoutPhrases = map[string][]string{"context": {"tool/context/opening/fatals"}}
	want := `lexicon::without_phrases::context::0: unknown rule "tool/context/opening/fatals", the nearest are tool/context/opening/fatal, `
	if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
