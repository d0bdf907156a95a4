package config

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who samples waits for the first span: the start says so.
func TestRunSaysWhenSpansShow(t *testing.T) {
	for environment, said := range map[string]bool{"": false, "jaeger": false, "production": true, "production datadog": true} {
		cmd := exec.CommandContext(t.Context(), "make", "--dry-run", "--no-print-directory", "-C", "..", "run", "ENV="+environment)
		printed, err := cmd.CombinedOutput()
		require.NoError(t, err, string(printed))
		if said {
			assert.Contains(t, string(printed), "PLANO_DECISION_WAIT", environment)
		} else {
			assert.NotContains(t, string(printed), "PLANO_DECISION_WAIT", environment)
		}
	}
}
