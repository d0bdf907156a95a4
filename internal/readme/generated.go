package readme

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// Generated holds the part of a document that a test writes: what stands between the lines
// "<!-- NAME: written by `COMMAND` -->" and "<!-- end of NAME -->". It writes text there where update is set, and
// returns an error with the command where another text stands there.
func Generated(file, name, text string, update bool) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	quoted := regexp.QuoteMeta(name)
	part := regexp.MustCompile("(?s)(<!-- " + quoted + ": written by `([^`]+)`[^\n]* -->\n)(.*?)(<!-- end of " + quoted + " -->)")
	at := part.FindSubmatchIndex(page)
	if at == nil {
		return fmt.Errorf("%s: has no part %q", file, name)
	}
	command, before, written, after := page[at[4]:at[5]], page[:at[3]], page[at[6]:at[7]], page[at[8]:]
	switch {
	case string(written) == text:
		return nil
	case update:
		return os.WriteFile(file, []byte(string(before)+text+string(after)), 0o600)
	}
	return fmt.Errorf("%s: %s: is stale, run %s to write\n%s", file, name, command, added(text, string(written)))
}

// added are the lines of a text that another one lacks.
func added(text, other string) string {
	known := make(map[string]bool)
	for line := range strings.Lines(other) {
		known[line] = true
	}
	var lines strings.Builder
	for line := range strings.Lines(text) {
		if !known[line] {
			lines.WriteString(line)
		}
	}
	return lines.String()
}
