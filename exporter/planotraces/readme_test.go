package planotraces

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/readme"
	"github.com/otelcol-plano/otelcol-plano/internal/search"
)

var update = flag.Bool("update", false, "write the table of fields into the README")

func TestREADMEHasTheFieldsOfTheSearch(t *testing.T) {
	var table strings.Builder
	table.WriteString("| field | what | example |\n| --- | --- | --- |\n")
	for _, field := range search.Fields() {
		fmt.Fprintf(&table, "| `%s` | %s | `%s` |\n", field.Name, field.Help, field.Example)
	}
	assert.NoError(t, readme.Generated("README.md", "fields", table.String(), *update))
}
