// Package docs holds the documentation; its tests hold it to the repository.
package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = ".."

var quotedFolder = regexp.MustCompile("`([^`]+)/`")

// CONTRIBUTING.md has a row for every folder at the top, or for each folder in it, and none
// for a folder that is not there.
func TestContributingNamesFolders(t *testing.T) {
	named := map[string]bool{}
	for line := range strings.Lines(read(t, filepath.Join(root, "CONTRIBUTING.md"))) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		for _, folder := range quotedFolder.FindAllStringSubmatch(cells[1], -1) {
			assert.DirExists(t, filepath.Join(root, folder[1]))
			named[folder[1]] = true
		}
	}
	require.NotEmpty(t, named)
	for _, top := range folders(t, root) {
		if named[top] {
			continue
		}
		below := folders(t, filepath.Join(root, top))
		assert.NotEmpty(t, below, "CONTRIBUTING.md does not name %s/", top)
		for _, folder := range below {
			assert.True(t, named[top+"/"+folder], "CONTRIBUTING.md names neither %s/ nor %[1]s/%s/", top, folder)
		}
	}
}

// folders returns the names of the folders in dir that git does not ignore.
func folders(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() || entry.Name() == ".git" {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		output, err := exec.CommandContext(t.Context(), "git", "check-ignore", path).CombinedOutput()
		if err == nil {
			continue
		}
		// 1 is "not ignored", anything else a failure.
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		require.Equal(t, 1, exit.ExitCode(), "git check-ignore: %s", output)
		names = append(names, entry.Name())
	}
	return names
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}
