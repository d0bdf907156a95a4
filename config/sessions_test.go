package config

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever name a sender gives to the session, analysis, sampling and routing go by it.
func TestSessionsAreNamedFirst(t *testing.T) {
	confs := environments(t)
	for _, file := range []string{"production.yaml", "gateway.yaml", "agent.yaml"} {
		processors, ok := confs[file].Get("service::pipelines::traces::processors").([]any)
		require.True(t, ok, file)
		named := slices.Index(processors, any("planosession"))
		require.NotEqual(t, -1, named, file)
		for _, later := range []any{"planosignals", "tail_sampling"} {
			if at := slices.Index(processors, later); at >= 0 {
				assert.Less(t, named, at, "%s: %s", file, later)
			}
		}
		assert.False(t, confs[file].IsSet("processors::planosession::attributes"), "%s: the list of senders stands in the code", file)
	}
}
