package store

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestResultsAreNamedByTheirCalls(t *testing.T) {
	messages := []signals.Message{
		{Role: signals.RoleToolCall, Tool: "weather", CallID: "1"},
		{Role: signals.RoleToolCall, Tool: "time", CallID: "2"},
		{Role: signals.RoleToolResult, CallID: "2"},
		{Role: signals.RoleToolResult, CallID: "1"},
		{Role: signals.RoleToolResult, CallID: "3"},
		{Role: signals.RoleToolCall, Tool: "first"},
		{Role: signals.RoleToolCall, Tool: "second"},
		{Role: signals.RoleToolResult},
		{Role: signals.RoleToolResult, Tool: "own"},
		{Role: signals.RoleToolCall, Tool: "lost"},
		{Role: signals.RoleUser},
		{Role: signals.RoleToolResult},
	}
	nameResults(messages)
	var names []string
	for _, m := range messages {
		if m.Role == signals.RoleToolResult {
			names = append(names, m.Tool)
		}
	}
	assert.Equal(t, []string{"time", "weather", "", "first", "own", ""}, names)
}
