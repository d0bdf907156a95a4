// Package packages holds the scripts of the deb and rpm packages.
package packages

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

const licences = "dist/licenses/THIRD-PARTY.txt"

func TestAllThatIsReleasedHasTheLicences(t *testing.T) {
	content, err := os.ReadFile("../../.goreleaser.yaml")
	require.NoError(t, err)
	var release struct {
		Before   struct{ Hooks []string }
		Archives []struct{ Files []any }
		NFPMs    []struct{ Contents []struct{ Src, Dst string } }
	}
	require.NoError(t, yaml.Unmarshal(content, &release))
	assert.Contains(t, release.Before.Hooks, "make licences")
	require.NotEmpty(t, release.Archives)
	for _, archive := range release.Archives {
		assert.Contains(t, archive.Files, "LICENSE")
		assert.Contains(t, archive.Files, map[string]any{"src": licences, "strip_parent": true})
	}
	require.NotEmpty(t, release.NFPMs)
	for _, packaged := range release.NFPMs {
		files := map[string]string{}
		for _, file := range packaged.Contents {
			files[file.Dst] = file.Src
		}
		assert.Equal(t, "LICENSE", files["/usr/share/doc/otelcol-plano/copyright"])
		assert.Equal(t, licences, files["/usr/share/doc/otelcol-plano/THIRD-PARTY.txt"])
	}
	image, err := os.ReadFile("../../Dockerfile")
	require.NoError(t, err)
	assert.Contains(t, string(image), "\nCOPY LICENSE /usr/share/doc/otelcol-plano/copyright\n")
	assert.Contains(t, string(image), "\nCOPY --from=build /THIRD-PARTY.txt /usr/share/doc/otelcol-plano/THIRD-PARTY.txt\n")
}
