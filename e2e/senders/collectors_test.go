package senders

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// The collectors start once and serve every test.
var (
	// byDefault has the default configuration.
	byDefault = harness.SharedStack

	// beforeDefault has it too and exports to byDefault: the same processors, twice.
	beforeDefault = sync.OnceValues(func() (*harness.Stack, error) {
		next, err := harness.SharedStack()
		if err != nil {
			return nil, err
		}
		return harness.StartShared(next.Jaeger, next.Collector.GRPC)
	})

	twoPrefixes = configured("e2e/senders/testdata/two-prefixes.yaml")

	// production has what internal/planoconfig makes of the production configuration in
	// Plano's documentation; a test there holds the file to that.
	production = configured("internal/planoconfig/testdata/production.collector.yaml", "e2e/senders/testdata/short-decision-wait.yaml")
)

// configured has configuration files on top of the default one.
func configured(files ...string) func() (*harness.Stack, error) {
	return sync.OnceValues(func() (*harness.Stack, error) {
		j, err := harness.SharedJaeger()
		if err != nil {
			return nil, err
		}
		return harness.StartShared(j, j.OTLP, files...)
	})
}

func use(t *testing.T, start func() (*harness.Stack, error)) *harness.Stack {
	t.Helper()
	stack, err := start()
	require.NoError(t, err)
	return stack
}
