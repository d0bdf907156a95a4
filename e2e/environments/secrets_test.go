package environments

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// What an environment needs and does not find stops the start, and `validate`, with a
// line that names it.
func TestMissingSecretsStopTheStart(t *testing.T) {
	credentials := []string{"AWS_ACCESS_KEY_ID=example", "AWS_SECRET_ACCESS_KEY=example"}
	tests := []struct {
		environment string
		set         []string
		want        string
	}{
		{"datadog", nil, "environment variable DD_API_KEY is not set"},
		{"datadog", []string{"DD_API_KEY="}, "environment variable DD_API_KEY is empty"},
		{"langtrace", nil, "environment variable LANGTRACE_API_KEY is not set"},
		{"langtrace", []string{"LANGTRACE_API_KEY= "}, "environment variable LANGTRACE_API_KEY is empty"},
		{"xray", credentials, "environment variable AWS_REGION is not set"},
		{"xray", []string{"AWS_REGION=eu-central-1"}, "extensions::sigv4auth/aws_credentials: could not retrieve credential provider"},
		{"gateway", nil, "environment variable OTLP_ENDPOINT is not set"},
		{"agent", nil, "environment variable PLANO_GATEWAYS is not set"},
	}
	for _, test := range tests {
		for _, command := range []string{"", "validate"} {
			t.Run(strings.Join([]string{test.environment, test.want, command}, " "), func(t *testing.T) {
				stderr, err := harness.RunCollector(t.Context(), append(withoutSecrets(), test.set...), command,
					"config/"+test.environment+".yaml")
				var exit *exec.ExitError
				require.ErrorAs(t, err, &exit, "it runs")
				assert.Contains(t, stderr, test.want)
				assert.NotContains(t, stderr, "panic")
			})
		}
	}
}

// withoutSecrets is this process's environment without what the environments read, and
// with no place left to find credentials in.
func withoutSecrets() []string {
	kept := []string{
		"AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE=/nonexistent", "AWS_SHARED_CREDENTIALS_FILE=/nonexistent",
		"PLANO_STORAGE=" + os.TempDir(),
	}
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		prefix, _, _ := strings.Cut(name, "_")
		switch prefix {
		case "AWS", "DD", "LANGTRACE", "OTLP", "PLANO":
		default:
			kept = append(kept, pair)
		}
	}
	return kept
}
