package tracemcp

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	huntCalls = 10
	huntBytes = 20_000
)

// TestHunt finds out why users are unhappy since yesterday, as an agent does: each call takes up what the one before said.
func TestHunt(t *testing.T) {
	for transport, dial := range transports {
		t.Run(transport, func(t *testing.T) {
			a := connect(t, dial(t))
			a.hunt()
			assert.LessOrEqual(t, a.calls, huntCalls)
			assert.LessOrEqual(t, a.bytes, huntBytes)
			t.Logf("%d calls, %d bytes", a.calls, a.bytes)
		})
	}
}

func (a *agent) hunt() {
	t := a.t
	assert.Contains(t, a.ask("status", nil), "240 conversations")

	issues := a.ask("issues", map[string]any{"since": "yesterday"})
	assert.Contains(t, issues, "tool "+plantedTool)
	assert.Contains(t, lineWith(t, issues, "invalid_args"), "first 2026-11-20 20:00", "it began yesterday in the evening")
	example := find(t, lineWith(t, issues, plantedError), `example ([0-9a-f]{16})`)

	conversation := a.ask("get_conversation", map[string]any{"id": example})
	assert.Contains(t, conversation, "asked for a human")
	assert.Contains(t, lineWith(t, conversation, "[2] "), plantedError)
	assert.Contains(t, lineWith(t, conversation, "[1] "), `{"invoice_id":88}`)
	assert.Contains(t, lineWith(t, conversation, "[4] "), "talk to a human")

	trace := a.ask("get_trace", map[string]any{"id": find(t, conversation, `trace ([0-9a-f]{32})`)})
	failed := lineWith(t, trace, "- failed")
	assert.Contains(t, failed, plantedError)
	span := a.ask("get_trace", map[string]any{
		"id": find(t, trace, `trace ([0-9a-f]{32})`), "span": find(t, failed, `span ([0-9a-f]{16})`),
	})
	assert.Contains(t, span, `gen_ai.tool.call.arguments = ⟦{"invoice_id":88}⟧`)

	models := a.ask("issues", map[string]any{"since": "yesterday", "by": "model"})
	assert.Contains(t, lineWith(t, models, "Poor or Severe"), plantedModel, "the worst first")

	change := a.ask("compare", map[string]any{"a_until": "yesterday", "b_since": "yesterday"})
	assert.Contains(t, lineWith(t, change, "execution.failure.invalid_args"), "only in b")
	assert.Contains(t, lineWith(t, change, "interaction.disengagement.escalation"), "only in b")

	other := a.ask("compare", map[string]any{"a": "model:gpt-4o", "b": "model:" + plantedModel})
	assert.Contains(t, lineWith(t, other, "execution.failure.invalid_args"), "only in b")

	assert.Contains(t, a.ask("search", map[string]any{"query": "model:" + plantedModel, "order": "worst", "limit": 3}), plantedTool)
}

// transports are the ways in which a client of the SDK reaches a server.
var transports = map[string]func(*testing.T) mcp.Transport{
	"streamable HTTP": func(t *testing.T) mcp.Transport {
		t.Helper()
		listener := httptest.NewServer(handler(plantedServer()))
		t.Cleanup(listener.Close)
		return &mcp.StreamableClientTransport{Endpoint: listener.URL, HTTPClient: listener.Client()}
	},
	"stdio": func(t *testing.T) mcp.Transport {
		t.Helper()
		program, err := os.Executable()
		require.NoError(t, err)
		// It ends with its input, which the session closes.
		command := exec.CommandContext(context.WithoutCancel(t.Context()), program)
		command.Env = append(os.Environ(), serveVariable+"=1")
		return &mcp.CommandTransport{Command: command}
	},
}

func plantedServer() *mcp.Server {
	return newServer(&tools{store: plantFault(noon), now: func() time.Time { return noon }}, "test")
}

// find returns what the first group of a pattern matches.
func find(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	require.Len(t, found, 2, "%s in:\n%s", pattern, text)
	return found[1]
}
