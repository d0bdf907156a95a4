package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

func TestPlainSpansTellNothing(t *testing.T) {
	for name, attributes := range map[string]map[string]any{
		"empty":           {},
		"a shop's error":  {"http.response.status_code": 503, "url.path": "/checkout", "error.type": "timeout"},
		"empty key":       {"": "x"},
		"embeddings":      {"gen_ai.operation.name": "embeddings", "gen_ai.request.model": "m"},
		"database failed": {"db.system": "postgresql", "response_flags": "UF"},
	} {
		assert.Nil(t, newReader().Scan(spanWith(t, attributes), "shop"), name)
	}
}

// TestAnswersThatSayNothing are looked at where a request of their trace failed before.
func TestAnswersThatSayNothing(t *testing.T) {
	for name, attributes := range map[string]map[string]any{
		"content is off": {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"},
		"a client's":     {"url.full": "http://model/v1/chat/completions", "http.response.status_code": 200},
	} {
		facts := newReader().Scan(spanWith(t, attributes), "shop")
		require.NotNil(t, facts, name)
		assert.Equal(t, faults.CallAnswered, facts.Call, name)
		assert.False(t, facts.HasMessages() || facts.HasFault, name)
	}
}

func TestKinds(t *testing.T) {
	messages := `[{"role":"user","content":"hi"}]`
	for want, attributes := range map[spankind.Kind]map[string]any{
		spankind.Chat:  {"gen_ai.operation.name": "chat", "gen_ai.input.messages": messages},
		spankind.Agent: {"gen_ai.operation.name": "invoke_agent", "gen_ai.input.messages": messages},
		spankind.Tool:  {"gen_ai.operation.name": "execute_tool", "gen_ai.input.messages": messages},
	} {
		facts, _, _ := read(t, spanWith(t, attributes))
		assert.Equal(t, want, facts.Kind)
	}
}
