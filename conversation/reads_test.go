package conversation

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
)

func TestReadsKey(t *testing.T) {
	for key, want := range map[string]bool{
		"agent.error": true, "response_flags": true, "orchestrator.rate_limited": true, "traceloop.span.kind": true,
		"component": true, "status": true, "error.type": true, "url.path": true, "finish_reason": true, "input.value": true,
		"gen_ai.input.messages": true, "gen_ai.whatever": true, "gen_ai.prompt.0.role": true, "llm.model": true,
		"service.name": true, "service.name.override": true, "signals.quality": true, "signals.flagged": true,
		"user.id": false, "request.id": false, "session.id": false, "tenant.id": false, "environment": false, "": false,
		"statuses": false, "service.version": false, "signals": false,
	} {
		assert.Equal(t, want, ReadsKey(key), key)
	}
}

func TestAllThatIsDeclaredIsRead(t *testing.T) {
	declared := slices.Collect(maps.Keys(faults.Attributes))
	for _, d := range dialects {
		declared = slices.Concat(declared, d.marks, slices.Collect(maps.Keys(d.kinds)),
			slices.Collect(maps.Keys(d.facts)), slices.Collect(maps.Keys(d.faults)))
		for _, c := range d.content {
			declared = append(declared, c.key)
		}
	}
	for _, pattern := range declared {
		assert.True(t, ReadsKey(strings.Replace(pattern, "*", "any", 1)), pattern)
	}
}

func TestSessionsAreTheClientsOwn(t *testing.T) {
	for _, key := range SessionAttributes() {
		assert.False(t, ReadsKey(key), key)
	}
}
