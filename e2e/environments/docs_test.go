package environments

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// The documented configurations can be used, and the documented queries are those that
// Jaeger is asked.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/environments.md")
	require.NoError(t, err)
	for _, query := range jaegerQueries {
		assert.Contains(t, string(text), "`"+query.tags+"`")
	}
	blocks := yamlBlock.FindAllSubmatch(text, -1)
	require.NotEmpty(t, blocks)
	for i, block := range blocks {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("%d.yaml", i))
		require.NoError(t, os.WriteFile(file, block[1], 0o600))
		env := append(withoutSecrets(),
			"DD_API_KEY=example", "DD_LLMOBS_ENDPOINT=https://example.com/v1/traces", "HONEYCOMB_API_KEY=example")
		stderr, err := harness.RunCollector(t.Context(), env, "validate", "config/datadog.yaml", file)
		require.NoError(t, err, "%s\n%s", block[1], stderr)
	}
}
