package conversation

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the table of senders into the documentation")

const (
	sendersBegin = "<!-- senders: written by `go test ./conversation -run Senders -update` from the declared dialects -->\n"
	sendersEnd   = "<!-- end of senders -->"
)

func TestDocumentedSenders(t *testing.T) {
	file := filepath.Join("..", "docs", "what-it-does.md")
	page, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(page), sendersBegin)
	require.True(t, ok, "%s has no %s", file, sendersBegin)
	table, after, ok := strings.Cut(rest, sendersEnd)
	require.True(t, ok, "%s has no %s", file, sendersEnd)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(before+sendersBegin+sendersTable()+sendersEnd+after), 0o600))
		return
	}
	assert.Equal(t, sendersTable(), table, "%s is stale: run go test ./conversation -run Senders -update", file)
}

// sendersTable says who writes each dialect, where its content stands and whether it is read.
func sendersTable() string {
	var b strings.Builder
	b.WriteString("| sender | where content stands | messages | dialect |\n| --- | --- | --- | --- |\n")
	for _, d := range dialects {
		var senders, places []string
		for _, s := range d.senders {
			senders = append(senders, strings.TrimSpace(s.name+" "+s.versions))
		}
		for _, c := range d.content {
			place := "`" + c.key + "`"
			if c.onSpan != "" {
				place += " on spans `" + c.onSpan + "`"
			}
			places = append(places, place)
		}
		for _, e := range d.events {
			places = append(places, "event `"+e.name+"`")
		}
		read := "not read"
		if d.read != nil {
			read = "read"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", strings.Join(senders, ", "), strings.Join(places, ", "), read, d.name)
	}
	return b.String()
}
