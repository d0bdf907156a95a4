package packages

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/semver"
)

// fixed are the versions from which on known holes are closed that the collector's own
// requirements leave open.
var fixed = map[string]string{
	"github.com/klauspost/compress": "v1.18.7", // GO-2026-5841
	"go.opentelemetry.io/otel":      "v1.44.0", // CVE-2026-29181, CVE-2026-41178
	"golang.org/x/net":              "v0.55.0", // CVE-2026-33814, CVE-2026-39821
	"google.golang.org/grpc":        "v1.83.2", // CVE-2026-33186, CVE-2026-84304, CVE-2026-84445
}

var requirement = regexp.MustCompile(`(?m)^\s*(?:require )?(\S+) (v\S+)`)

func TestNoModuleRequiresAKnownHole(t *testing.T) {
	listed, err := exec.CommandContext(t.Context(), "git", "-C", "../..", "ls-files", "go.mod", "*/go.mod").Output()
	require.NoError(t, err)
	files := strings.Fields(string(listed))
	require.Contains(t, files, "cmd/otelcol-plano/go.mod")
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join("../..", file))
		require.NoError(t, err)
		for _, required := range requirement.FindAllStringSubmatch(string(content), -1) {
			if least, ok := fixed[required[1]]; ok {
				assert.GreaterOrEqual(t, semver.Compare(required[2], least), 0, "%s: %s %s, fixed in %s", file, required[1], required[2], least)
			}
		}
	}
}
