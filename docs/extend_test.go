package docs

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	quotedPath = regexp.MustCompile("`([a-z][\\w.-]*/[\\w./-]*)`")
	quotedTest = regexp.MustCompile(`go test \./([\w./-]*\w)(?:/\.\.\.)?(?: -run (\w+))?((?: -\w+)*)`)
	namedTest  = regexp.MustCompile("`(Test\\w+)`")
	testFunc   = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	testFlag   = regexp.MustCompile(`flag\.(?:Bool|String)\("(\w+)"`)
)

// What extend.md leads to is there: files, tests and their flags.
func TestWaysOfExtendingExist(t *testing.T) {
	text := read(t, "extend.md")
	for _, match := range quotedPath.FindAllStringSubmatch(text, -1) {
		found := slices.ContainsFunc([]string{"", "signals/lexicon", "processor/planosignals"}, func(folder string) bool {
			return exists(filepath.Join(root, folder, match[1]))
		})
		assert.True(t, found, "extend.md names %s", match[1])
	}
	commands := quotedTest.FindAllStringSubmatch(text, -1)
	require.NotEmpty(t, commands)
	for _, command := range commands {
		tests := goTests(t, filepath.Join(root, command[1]))
		if pattern := command[2]; pattern != "" {
			named := slices.ContainsFunc(submatches(testFunc, tests), func(name string) bool { return strings.Contains(name, pattern) })
			assert.True(t, named, "%s runs no test", command[0])
		}
		for _, name := range strings.Fields(command[3]) {
			assert.Contains(t, submatches(testFlag, tests), strings.TrimPrefix(name, "-"), command[0])
		}
	}
	tests := goTests(t, filepath.Join(root, "conversation")) + goTests(t, filepath.Join(root, "processor", "planosignals"))
	for _, name := range submatches(namedTest, text) {
		assert.Contains(t, submatches(testFunc, tests), name)
	}
}

// goTests returns the sources of the tests in a folder and in those below it.
func goTests(t *testing.T, folder string) string {
	t.Helper()
	var sources strings.Builder
	for _, pattern := range []string{"*_test.go", "*/*_test.go", "*/*/*_test.go"} {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		require.NoError(t, err)
		for _, file := range files {
			sources.WriteString(read(t, file))
		}
	}
	require.NotEmpty(t, sources.String(), "%s has no tests", folder)
	return sources.String()
}

func submatches(pattern *regexp.Regexp, text string) []string {
	var all []string
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	return all
}
