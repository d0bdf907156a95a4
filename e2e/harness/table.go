package harness

import (
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
)

// LogTable logs a title and below it rows, whose cells are separated by tabs, in columns.
func LogTable(tb testing.TB, title string, rows []string) {
	tb.Helper()
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprint(w, strings.Join(rows, "\n")); err != nil {
		tb.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	tb.Logf("%s\n%s", title, text.String())
}

// Shorten returns the first characters of a text, width at the most, with an ellipsis
// where some are left out.
func Shorten(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	return string(runes[:width]) + "…"
}
