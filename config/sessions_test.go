package config

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/conversation"
)

var update = flag.Bool("update", false, "write the attributes that name a session into the environments")

var sessionStatements = regexp.MustCompile(`(?m)(?:^ +- set\(span\.attributes\["session\.id"], String\(.+\n)+`)

// Whatever name a sender gives to the session, sampling and routing go by it.
func TestSessionsOfAllSenders(t *testing.T) {
	const indent = "          "
	var want strings.Builder
	add := func(from string) {
		want.WriteString(indent + `- set(span.attributes["session.id"], String(` + from + "))\n")
	}
	const own = `attributes["session.id"]`
	add("span." + own)
	for _, name := range slices.Backward(conversation.SessionAttributes()) {
		if name != "session.id" {
			add(`span.attributes["` + name + `"]`)
		}
	}
	add("resource." + own)
	for _, file := range []string{"production.yaml", "gateway.yaml", "agent.yaml"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		at := sessionStatements.FindAllIndex(text, -1)
		require.Len(t, at, 1, file)
		if *update {
			text = slices.Replace(text, at[0][0], at[0][1], []byte(want.String())...)
			require.NoError(t, os.WriteFile(file, text, 0o600))
			continue
		}
		if written := string(text[at[0][0]:at[0][1]]); written != want.String() {
			t.Errorf("%s: is stale, run go test ./config -run Sessions -update, then make manifests", file)
		}
	}
}
