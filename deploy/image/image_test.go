// Package image packs the collector; its tests hold the script, which needs no daemon,
// to the Dockerfile.
package image

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/deploy/internal/layers"
)

func TestScriptPacksWhatTheDockerfileDescribes(t *testing.T) {
	text, err := os.ReadFile("../../Dockerfile")
	require.NoError(t, err)
	_, final, found := strings.Cut(string(text), "FROM scratch\n")
	require.True(t, found)
	script, err := os.ReadFile("build.sh")
	require.NoError(t, err)
	var wanted []string
	for line := range strings.Lines(final) {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch instruction {
		case "USER":
			wanted = append(wanted, "--user "+rest)
		case "EXPOSE":
			for _, port := range strings.Fields(rest) {
				wanted = append(wanted, "--port "+port)
			}
		case "ENTRYPOINT":
			wanted = append(wanted, "--entrypoint '"+rest+"'")
		case "CMD":
			wanted = append(wanted, "--cmd '"+strings.Join(quoted(rest), " ")+"'")
		case "COPY":
			fields := strings.Fields(rest)
			wanted = append(wanted, fields[len(fields)-1])
			for _, source := range fields[:len(fields)-1] {
				if !strings.HasPrefix(source, "--from") {
					wanted = append(wanted, strings.TrimPrefix(source, "/"))
				}
			}
		default:
			require.Fail(t, "an instruction that the script does not know", line)
		}
	}
	require.Contains(t, wanted, "--user 10001:10001")
	for _, want := range wanted {
		assert.Contains(t, string(script), want)
	}
}

func TestContainersAreReachable(t *testing.T) {
	config, err := layers.MergeFiles("../../otelcol-config.yaml", "container.yaml")
	require.NoError(t, err)
	protocols := config["receivers"].(map[string]any)["otlp"].(map[string]any)["protocols"].(map[string]any)
	for protocol, endpoint := range map[string]string{"grpc": "0.0.0.0:4317", "http": "0.0.0.0:4318"} {
		assert.Equal(t, endpoint, protocols[protocol].(map[string]any)["endpoint"])
	}
}

func quoted(list string) []string {
	var values []string
	for _, match := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(list, -1) {
		values = append(values, match[1])
	}
	return values
}
