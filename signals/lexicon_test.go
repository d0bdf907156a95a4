package signals

import "testing"

// Every line of every built-in file can be read; all errors are shown at once.
func TestBuiltinLexicon(t *testing.T) {
	for _, language := range append([]string{toolLanguage}, builtinLanguages...) {
		l := newLexicon()
		if err := l.addBuiltin(language); err != nil {
			t.Errorf("%v", err)
		}
	}
}
