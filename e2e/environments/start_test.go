package environments

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A port that another program has stops the start with an error that names it, and
// without a stack of the collector's own functions.
func TestPortInUse(t *testing.T) {
	for _, variable := range []string{"E2E_COLLECTOR_GRPC", "E2E_COLLECTOR_HTTP", "E2E_COLLECTOR_HEALTH", "E2E_COLLECTOR_METRICS_PORT"} {
		t.Run(variable, func(t *testing.T) {
			taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
			require.NoError(t, err)
			defer func() { assert.NoError(t, taken.Close()) }()
			_, port, err := net.SplitHostPort(taken.Addr().String())
			require.NoError(t, err)
			environment := map[string]string{
				"E2E_COLLECTOR_GRPC": "127.0.0.1:0", "E2E_COLLECTOR_HTTP": "127.0.0.1:0",
				"E2E_COLLECTOR_HEALTH": "127.0.0.1:0", "E2E_COLLECTOR_METRICS_PORT": "0",
			}
			environment[variable] = strings.TrimSuffix(environment[variable], "0") + port
			env := os.Environ()
			for name, value := range environment {
				env = append(env, name+"="+value)
			}
			stderr, err := harness.RunCollector(t.Context(), env, "", "e2e/harness/loopback.yaml")
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit, "it runs")
			assert.Contains(t, stderr, "127.0.0.1:"+port+": bind: address already in use")
			assert.NotContains(t, stderr, "\n\t", "a stack")
		})
	}
}

func TestNamingBeforeSignalsIsWarnedOf(t *testing.T) {
	for processors, warned := range map[string]bool{
		"[memory_limiter, planonaming, planosignals]": true,
		"[memory_limiter, planosignals, planonaming]": false,
	} {
		c := run{args: []string{"--set=service::pipelines::traces::processors=" + processors}}.start(t)
		c.stop(t)
		const warning = "service::pipelines::traces: planonaming stands before planosignals"
		assert.Equal(t, warned, strings.Contains(c.Failure("ended").Error(), warning), processors)
	}
}
