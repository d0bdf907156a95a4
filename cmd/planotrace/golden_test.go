package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

var trailingSpace = regexp.MustCompile(`(?m) +$`)

// Each page reads well on narrow and wide terminals. Colours change nothing but the colours, and no line is too long.
func TestGolden(t *testing.T) {
	for _, page := range []struct {
		name      string
		scene     func(*testing.T) *scene
		arguments []string
	}{
		{"trace-503", withFailures, []string{"f7a31829"}},
		{"trace-429", withFailures, []string{"a1b2c3d4"}},
		{"trace-500", withFailures, []string{"b2c3d4e5"}},
		{"trace-verbose", withFailures, []string{"b2c3d4e5", "--verbose"}},
		{"trace-filter", withFailures, []string{"f7a31829", "--filter", "response_*,llm.*"}},
		{"list", withFailures, []string{"--list"}},
		{"conversations", withRecorded, []string{"conversations"}},
		{"show", withRecorded, []string{"show", fakestore.Loops}},
		{"show-full", withRecorded, []string{"show", fakestore.Loops, "--full"}},
		{"show-no-content", withRecorded, []string{"show", fakestore.NoContent}},
		{"issues", withRecorded, []string{"issues"}},
	} {
		t.Run(page.name, func(t *testing.T) {
			s := page.scene(t)
			for _, width := range []int{60, 160} {
				s.width, s.coloured = width, false
				plain := s.output(t, page.arguments...)
				golden(t, fmt.Sprintf("%s-%d", page.name, width), plain)
				for line := range strings.Lines(plain) {
					assert.LessOrEqual(t, ansi.StringWidth(strings.TrimSuffix(line, "\n")), width, line)
				}
				s.coloured = true
				coloured := s.output(t, page.arguments...)
				golden(t, fmt.Sprintf("%s-%d-colour", page.name, width), coloured)
				assert.Equal(t, plain, trailingSpace.ReplaceAllString(ansi.Strip(coloured), ""))
				assert.NotEqual(t, plain, coloured)
			}
		})
	}
}
