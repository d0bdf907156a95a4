package senders

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e"
)

// The collectors start once and serve every test.
var (
	// byDefault has the default configuration.
	byDefault = e2e.SharedStack

	// beforeDefault has it too and exports to byDefault: the same processors, twice.
	beforeDefault = sync.OnceValues(func() (*e2e.Stack, error) {
		next, err := e2e.SharedStack()
		if err != nil {
			return nil, err
		}
		return next.StartBefore(context.Background())
	})

	twoPrefixes = configured("senders/testdata/two-prefixes.yaml")

	// production has what internal/planoconfig makes of the production configuration in
	// Plano's documentation; a test there holds the file to that.
	production = configured("../internal/planoconfig/testdata/production.collector.yaml", "senders/testdata/soon.yaml")
)

// configured has configuration files on top of the default one.
func configured(files ...string) func() (*e2e.Stack, error) {
	return sync.OnceValues(func() (*e2e.Stack, error) {
		return e2e.StartStack(context.Background(), files...)
	})
}

func use(t *testing.T, start func() (*e2e.Stack, error)) *e2e.Stack {
	t.Helper()
	stack, err := start()
	require.NoError(t, err)
	return stack
}
