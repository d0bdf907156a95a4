package environments

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

// maxShown is how much of a value the log shows, in characters.
const maxShown = 100

// A table is what arrived at a backend, shown by `go test -v`.
type table struct {
	title string
	rows  []string
}

// add appends an attribute with its type in the backend.
func (t *table) add(attribute, kind string, value any) {
	text := []rune(strings.ReplaceAll(fmt.Sprint(value), "\n", " "))
	if len(text) > maxShown {
		text = append(text[:maxShown], '…')
	}
	t.rows = append(t.rows, attribute+"\t"+kind+"\t"+string(text))
}

func (t *table) log(tb testing.TB) {
	tb.Helper()
	slices.Sort(t.rows)
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, row := range append([]string{"attribute\ttype\tvalue"}, t.rows...) {
		if _, err := fmt.Fprintln(w, row); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	tb.Logf("%s\n%s", t.title, text.String())
}
