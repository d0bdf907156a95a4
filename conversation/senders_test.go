package conversation

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/readme"
)

var update = flag.Bool("update", false, "write the table of senders into the documentation")

func TestDocumentedSenders(t *testing.T) {
	page := filepath.Join("..", "docs", "what-it-does.md")
	assert.NoError(t, readme.Generated(page, "senders", sendersTable(), *update))
	assert.NoError(t, readme.Generated(filepath.Join("..", "README.md"), "libraries", librariesTable(), *update))
}

// librariesTable says for each library, in its versions, what is read.
func librariesTable() string {
	var rows []string
	for _, d := range dialects {
		if d.read == nil {
			continue
		}
		var messages []string
		for _, c := range d.content {
			if c.holds != aside {
				messages = append(messages, "`"+c.key+"`")
			}
		}
		for _, e := range d.events {
			if e.holds != aside {
				messages = append(messages, "`"+e.name+"`")
			}
		}
		if len(messages) > maxListed {
			messages = append(messages[:maxListed], "…")
		}
		for _, s := range d.senders {
			versions := s.versions
			if versions == "" {
				versions = "any"
			}
			rows = append(rows, fmt.Sprintf("| %s | %s | %s |\n", s.name, versions, strings.Join(messages, ", ")))
		}
	}
	slices.SortFunc(rows, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return "| library | versions | messages from |\n| --- | --- | --- |\n" + strings.Join(rows, "")
}

// maxListed is how many places of messages the short table names.
const maxListed = 3

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
			if len(c.fields) > 0 {
				place += " with last field `" + strings.Join(c.fields, "`, `") + "`"
			}
			if c.beside != "" {
				place += " beside `" + c.beside + "`"
			}
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
