package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPlanotracesModulesAreListedWithTheirLicences(t *testing.T) {
	output := filepath.Join(t.TempDir(), "licenses", "THIRD-PARTY.txt")
	require.NoError(t, run(t.Context(), []string{"../../cmd/planotrace"}, []string{"linux/amd64", "darwin/arm64"}, output))
	written, err := os.ReadFile(output)
	require.NoError(t, err)
	lines := strings.Split(string(written), "\n")
	for _, start := range []string{"std go1.", "go.yaml.in/yaml/v3 v", "    NOTICE: ["} {
		assert.True(t, slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, start) }), start)
	}
	assert.False(t, slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, own) }))
}

func TestTextOfSeveralModulesIsWrittenOnce(t *testing.T) {
	one, other := unpacked(t, map[string]string{"LICENSE": "You may."}, ""), unpacked(t, map[string]string{"COPYING": "You may.\n"}, "")
	other.path = "example.com/other"
	document, err := write([]*module{one, other})
	require.NoError(t, err)
	assert.Contains(t, string(document), "example.com/Acme v1.2.3\n    LICENSE: [1]\n")
	assert.Contains(t, string(document), "example.com/other v1.2.3\n    COPYING: [1]\n")
	assert.Equal(t, 1, strings.Count(string(document), "You may."))
}

func TestModuleWithoutLicence(t *testing.T) {
	m := unpacked(t, map[string]string{"NOTICE": "Copyright Acme", "LICENSE.go": "package acme", "acme.go": "package acme"}, "")
	_, err := write([]*module{m})
	assert.EqualError(t, err, "example.com/Acme v1.2.3 has no licence in "+m.dir)
}

func TestEmptyLicenceIsNone(t *testing.T) {
	_, err := texts(unpacked(t, map[string]string{"LICENSE": "\n"}, ""))
	assert.Error(t, err)
}

func TestLicencesOfLinkedFoldersOnly(t *testing.T) {
	m := unpacked(t, map[string]string{
		"LICENSE": "Apache", "NOTICE.txt": "notice\r\n", "linked/LICENSE": "MIT", "linked/deeper/COPYING": "BSD", "other/LICENSE": "GPL",
	}, "linked/deeper")
	found, err := texts(m)
	require.NoError(t, err)
	assert.Equal(t, []text{
		{"LICENSE", "Apache"}, {"NOTICE.txt", "notice"}, {"linked/LICENSE", "MIT"}, {"linked/deeper/COPYING", "BSD"},
	}, found)
}

func TestSourceLeadsToTheVersion(t *testing.T) {
	acme, std := module{path: "example.com/Acme", version: "v1.2.3"}, module{path: standard, version: "go1.26.8"}
	assert.Equal(t, "https://pkg.go.dev/example.com/Acme@v1.2.3", acme.source())
	assert.Equal(t, "https://go.dev/dl/go1.26.8.src.tar.gz", std.source())
}

func TestUnknownProgramAndPlatform(t *testing.T) {
	_, err := linked(t.Context(), []string{"../../cmd/planotrace"}, []string{"linux"})
	require.ErrorContains(t, err, "cmd/planotrace for linux: a platform is GOOS/GOARCH")
	_, err = linked(t.Context(), []string{t.TempDir()}, []string{"linux/amd64"})
	require.ErrorContains(t, err, "go list: ")
}

// unpacked is a module of these files, of which the package in one folder is linked.
func unpacked(t *testing.T, files map[string]string, linkedFolder string) *module {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return &module{
		path: "example.com/Acme", version: "v1.2.3", dir: dir,
		packages: map[string]struct{}{filepath.Join(dir, linkedFolder): {}},
	}
}
