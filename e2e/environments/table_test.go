package environments

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
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
	text := strings.ReplaceAll(fmt.Sprint(value), "\n", " ")
	t.rows = append(t.rows, attribute+"\t"+kind+"\t"+harness.Shorten(text, maxShown))
}

func (t *table) log(tb testing.TB) {
	tb.Helper()
	slices.Sort(t.rows)
	harness.LogTable(tb, t.title, append([]string{"attribute\ttype\tvalue"}, t.rows...))
}
