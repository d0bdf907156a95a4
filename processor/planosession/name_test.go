package planosession

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// names returns what stands in an attribute of each span, nil for none.
func names(t *testing.T, p *sessionProcessor, attribute string, sent ...sent) []any {
	t.Helper()
	traces, err := p.processTraces(t.Context(), tracesOf(t, sent...))
	require.NoError(t, err)
	var names []any
	spans.Each(traces, func(span ptrace.Span) {
		name, ok := span.Attributes().Get(attribute)
		if !ok {
			names = append(names, nil)
			return
		}
		names = append(names, name.AsRaw())
	})
	return names
}

func TestEverySendersSessionIsNamed(t *testing.T) {
	p, _, _ := start(t, nil)
	for i, key := range conversation.SessionAttributes() {
		assert.Equal(t, []any{"s", "s"}, names(t, p, "session.id", sent{byte(i + 1), nil}, sent{byte(i + 1), map[string]any{key: "s"}}), key)
	}
	assert.Equal(t, []any{nil}, names(t, p, "session.id", sent{100, nil}), "a trace's id is no session")
}

func TestWhatIsThereStays(t *testing.T) {
	p, _, _ := start(t, nil)
	nested := []any{"nested"}
	assert.Equal(t, []any{"first", "second", "7", "true", 0.5, nested, "first"}, names(t, p, "session.id",
		sent{1, map[string]any{"session.id": "first"}},
		sent{1, map[string]any{"session.id": "second"}},
		sent{1, map[string]any{"session.id": 7}},
		sent{1, map[string]any{"session.id": true}},
		sent{1, map[string]any{"session.id": 0.5}},
		sent{1, map[string]any{"session.id": nested}},
		sent{1, map[string]any{"session.id": ""}},
	))
}

// A session holds several conversations, and a span that names one of its own rank belongs to that.
func TestTheSpansOwnSessionIsNamedFirst(t *testing.T) {
	p, _, _ := start(t, nil)
	assert.Equal(t, []any{"c1", "c2", "c1"}, names(t, p, "session.id",
		sent{1, map[string]any{"gen_ai.conversation.id": "c1"}}, sent{1, map[string]any{"gen_ai.conversation.id": "c2"}}, sent{1, nil}))
	assert.Equal(t, []any{"s", "s"}, names(t, p, "session.id",
		sent{2, map[string]any{"gen_ai.conversation.id": "c"}}, sent{2, map[string]any{"plano.session_id": "s"}}))
	assert.Equal(t, []any{"late"}, names(t, p, "session.id", sent{1, map[string]any{"plano.session_id": "late"}}))
}

func TestHeadersNameASession(t *testing.T) {
	const header = "x-claude-code-session-id"
	p, _, _ := start(t, func(c *Config) { c.ExtraAttributes = []string{header} })
	assert.Equal(t, []any{"h", "p", "h"}, names(t, p, "session.id",
		sent{1, map[string]any{header: "h"}},
		sent{2, map[string]any{header: "h", "plano.session_id": "p"}},
		sent{3, map[string]any{header: "h", "gen_ai.conversation.id": "c"}},
	))
}

func TestTheNameCanBeChosenOrSwitchedOff(t *testing.T) {
	span := sent{1, map[string]any{"plano.session_id": "s"}}
	p, _, _ := start(t, func(c *Config) { c.SessionAttribute, c.Target = "chat.session", "" })
	assert.Equal(t, []any{"s"}, names(t, p, "chat.session", span))
	assert.Equal(t, []any{nil}, names(t, p, defaultTarget, span))

	p, _, _ = start(t, func(c *Config) { c.SessionAttribute = "" })
	assert.Equal(t, []any{nil}, names(t, p, "session.id", span))
	assert.Equal(t, []any{"s"}, names(t, p, defaultTarget, span))
}
