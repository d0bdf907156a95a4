package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	link        = regexp.MustCompile(`\]\(([^)#\s]*)(?:#([^)\s]+))?\)`)
	heading     = regexp.MustCompile(`(?m)^#+ (.+)$`)
	fence       = regexp.MustCompile("(?s)```.*?```")
	notInAnchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

	shellBlock = regexp.MustCompile("(?s)```(?:sh|console)\n(.*?)```")
	inlineMake = regexp.MustCompile("`(make [^`]+)`")
	makeCall   = regexp.MustCompile(`(?m)(?:^|&& )make((?: [a-z0-9-]+)+)`)
	makeTarget = regexp.MustCompile(`(?m)^([a-z0-9-]+):`)
	usedFile   = regexp.MustCompile(`(?:^|[\s@=])((?:config|deploy|examples)/[\w./-]*\w)`)
)

// documents returns the texts of all that is written for people, by path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"*.md", "adr/*.md", root + "/*.md", root + "/*/README.md", root + "/*/*/README.md"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			texts[file] = read(t, file)
		}
	}
	return texts
}

func TestLinksLeadSomewhere(t *testing.T) {
	for file, text := range documents(t) {
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			path, anchor := match[1], match[2]
			if strings.Contains(path, "://") {
				continue
			}
			target := filepath.Join(filepath.Dir(file), path)
			if path == "" {
				target = file
			}
			if assert.True(t, exists(target), "%s links to %s", file, match[0]) && anchor != "" {
				assert.Contains(t, anchors(read(t, target)), anchor, "%s links to %s", file, match[0])
			}
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// anchors returns the anchors that GitHub gives to the headings of a text.
func anchors(text string) []string {
	var all []string
	for _, match := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		plain := notInAnchor.ReplaceAllString(strings.ToLower(match[1]), "")
		all = append(all, strings.ReplaceAll(plain, " ", "-"))
	}
	return all
}

// What the documentation tells to run is there: targets of make, files.
func TestCommandsExist(t *testing.T) {
	var targets []string
	for _, match := range makeTarget.FindAllStringSubmatch(read(t, filepath.Join(root, "Makefile")), -1) {
		targets = append(targets, match[1])
	}
	calls := 0
	for file, text := range documents(t) {
		var commands []string
		for _, match := range shellBlock.FindAllStringSubmatch(text, -1) {
			commands = append(commands, match[1])
		}
		for _, match := range inlineMake.FindAllStringSubmatch(text, -1) {
			commands = append(commands, match[1])
		}
		for _, command := range commands {
			for _, call := range makeCall.FindAllStringSubmatch(command, -1) {
				calls++
				assert.Subset(t, targets, strings.Fields(call[1]), "%s: make%s", file, call[1])
			}
			for _, used := range usedFile.FindAllStringSubmatch(command, -1) {
				assert.True(t, exists(filepath.Join(root, used[1])), "%s uses %s", file, used[1])
			}
		}
	}
	assert.NotZero(t, calls)
}
