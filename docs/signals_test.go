package docs

import (
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/readme"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

var update = flag.Bool("update", false, "write the table of signals")

func TestDocumentedSignals(t *testing.T) {
	assert.NoError(t, readme.Generated("what-it-does.md", "signals", signalsTable(), *update))
}

// signalsTable lists the leaves of each category, both in the order of the taxonomy.
func signalsTable() string {
	var leaves [signals.CategoryCount][]string
	for leaf := range signals.Leaf(signals.LeafCount) {
		category := leaf.Category()
		name := strings.TrimPrefix(leaf.String(), category.String()+".")
		leaves[category] = append(leaves[category], "`"+name+"`")
	}
	var b strings.Builder
	b.WriteString("| category | signals |\n| --- | --- |\n")
	for category, names := range leaves {
		b.WriteString("| `" + signals.Category(category).String() + "` | " + strings.Join(names, ", ") + " |\n")
	}
	return b.String()
}
