package environments

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A collector is stopped once, by its test or behind it.
type collector struct {
	*harness.Collector
	stopped bool
}

// A run says how a collector is started.
type run struct {
	// environments are names of files in config/, as in `make run ENV=...`.
	environments []string
	// backend is the name of the file in testdata/ that exports to the test's backend, if
	// the environment alone does not.
	backend string
	// args follow on the command line.
	args []string
	// env holds NAME=VALUE pairs.
	env []string
}

func (r run) start(t *testing.T) *collector {
	t.Helper()
	var files []string
	for _, name := range r.environments {
		files = append(files, "config/"+name+".yaml")
	}
	if r.backend != "" {
		files = append(files, "e2e/environments/testdata/"+r.backend+".yaml")
	}
	// Not the test's context, which ends before the collector is asked to stop.
	started, err := harness.StartCollector(context.WithoutCancel(t.Context()), harness.CollectorConfig{
		Files: files,
		Args:  r.args,
		Env:   append([]string{"AWS_EC2_METADATA_DISABLED=true"}, r.env...),
	})
	require.NoError(t, err)
	c := &collector{Collector: started}
	t.Cleanup(func() {
		if !c.stopped {
			c.stop(t)
		}
	})
	return c
}

// stop has the collector deliver what it holds and end.
func (c *collector) stop(t *testing.T) {
	t.Helper()
	c.stopped = true
	assert.NoError(t, c.Stop())
}

// examples are those that come with the collector, in examples/.
var examples = []string{"refund", "happy", "plano-failures"}

// sendExamples sends each of the examples and returns the number of their spans.
func (c *collector) sendExamples(t *testing.T) (spans int) {
	t.Helper()
	for _, name := range examples {
		td := example(t, name)
		require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, td))
		spans += td.SpanCount()
	}
	return spans
}

func example(t *testing.T, name string) ptrace.Traces {
	t.Helper()
	td, err := harness.ReadOTLP("../../examples/" + name + ".json")
	require.NoError(t, err)
	return td
}
