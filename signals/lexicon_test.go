package signals

import (
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
)

// Every line of every built-in file can be read.
func TestBuiltinLexicon(t *testing.T) {
	if err := new(phrases.Options).Validate(phraseLeaves); err != nil {
		t.Error(err)
	}
}
