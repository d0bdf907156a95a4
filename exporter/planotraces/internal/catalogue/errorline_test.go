package catalogue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestErrorLine(t *testing.T) {
	result := func(text string) signals.Message { return signals.Message{Role: signals.RoleToolResult, Text: text} }
	long := strings.Repeat("word ", 60)
	for name, c := range map[string]struct {
		messages []signals.Message
		at       int
		words    string
		want     string
	}{
		"whole line":        {[]signals.Message{result("Error: id must be a string")}, 0, "must be a", "Error: id must be a string"},
		"variables":         {[]signals.Message{result(`{"error": "order 4711 not found"}`)}, 0, "not found", "error: order <n> not found"},
		"one of many lines": {[]signals.Message{result("ok\nfatal: no such ref\nok")}, 0, "no such", "fatal: no such ref"},
		"another index":     {[]signals.Message{{Text: "no such luck"}, result("fatal: no such ref")}, 7, "no such", "fatal: no such ref"},
		"not a result":      {[]signals.Message{{Text: "no such luck"}}, 0, "no such", ""},
		"long line":         {[]signals.Message{result(long + "no such ref")}, 0, "no such", strings.Repeat("word ", 15) + "no such ref"},
		"one long word":     {[]signals.Message{result(strings.Repeat("x", 300) + "timeout")}, 0, "timeout", "timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			f := &observe.Finding{Message: c.at, Snippet: c.words}
			assert.Equal(t, c.want, errorLine(&observe.Observation{Messages: c.messages}, f))
		})
	}
}
