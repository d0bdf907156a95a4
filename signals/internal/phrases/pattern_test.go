package phrases

import (
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

func TestNestedPatterns(t *testing.T) {
	deep := strings.Repeat("(", maxPatternDepth+1) + "a" + strings.Repeat(")", maxPatternDepth+1)
	var s text.Splitter
	if _, _, err := parsePattern(deep, nil, &s); err == nil || !strings.Contains(err.Error(), "nested deeper") {
		t.Errorf("got %v", err)
	}
}
