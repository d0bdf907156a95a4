package environments

import (
	"bytes"
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
	path, err := harness.Collector.Find()
	require.NoError(t, err)
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
			cmd := exec.CommandContext(t.Context(), path, configs(nil, []string{"loopback"})...)
			cmd.Env = os.Environ()
			for name, value := range environment {
				cmd.Env = append(cmd.Env, name+"="+value)
			}
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			var exit *exec.ExitError
			require.ErrorAs(t, cmd.Run(), &exit, "it runs")
			assert.Contains(t, stderr.String(), "127.0.0.1:"+port+": bind: address already in use")
			assert.NotContains(t, stderr.String(), "\n\t", "a stack")
		})
	}
}

func TestNamingBeforeSignalsIsWarnedOf(t *testing.T) {
	for processors, warned := range map[string]bool{
		"[memory_limiter, planonaming, planosignals]": true,
		"[memory_limiter, planosignals, planonaming]": false,
	} {
		c := run{arguments: []string{"--set=service::pipelines::traces::processors=" + processors}}.start(t)
		c.stop(t)
		const warning = "service::pipelines::traces: planonaming stands before planosignals"
		assert.Equal(t, warned, strings.Contains(c.Failure("ended").Error(), warning), processors)
	}
}
