package conversation

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

func TestSessionAttributesHaveOnePlaceEach(t *testing.T) {
	type place struct {
		scope sessionScope
		order int
	}
	keys, places := map[string]bool{}, map[place]string{}
	for _, d := range dialects {
		for _, s := range d.sessions {
			assert.False(t, keys[s.key], "%s is declared twice", s.key)
			keys[s.key] = true
			assert.Empty(t, places[place{s.scope, s.order}], "has the place of %s", s.key)
			places[place{s.scope, s.order}] = s.key
		}
	}
	assert.Len(t, SessionAttributes(), len(keys))
}

func TestSessionsAreLookedForBeforeConversations(t *testing.T) {
	conversations := false
	for _, name := range SessionAttributes() {
		ofOne := slices.ContainsFunc(dialects, func(d *dialect) bool {
			return slices.ContainsFunc(d.sessions, func(s sessionKey) bool { return s.key == name && s.scope == ofConversation })
		})
		assert.False(t, conversations && !ofOne, "%s comes after the name of a conversation", name)
		conversations = ofOne
	}
	assert.True(t, conversations)
}

type raw = map[string]any

func attributesOf(tb testing.TB, attributes raw) pcommon.Map {
	tb.Helper()
	m := pcommon.NewMap()
	require.NoError(tb, m.FromRaw(attributes))
	return m
}

func TestSessionAndConversation(t *testing.T) {
	keys := NewSessionKeys(SessionAttributes(), "tenant.session", "gen_ai.conversation.id")
	longID := strings.Repeat("x", maxSessionID+1)
	for name, tt := range map[string]struct {
		span, resource        map[string]any
		session, conversation string
	}{
		"none":                  {span: raw{"http.route": "/"}},
		"session":               {span: raw{"session.id": "s"}, session: "s"},
		"conversation":          {span: raw{"gen_ai.conversation.id": "c"}, conversation: "c"},
		"both":                  {span: raw{"gen_ai.conversation.id": "c", "plano.session_id": "s"}, session: "s", conversation: "c"},
		"the first of two":      {span: raw{"plano.session_id": "p", "session.id": "s"}, session: "s"},
		"extra ones come later": {span: raw{"tenant.session": "t", "plano.session_id": "p"}, session: "p"},
		"extra":                 {span: raw{"tenant.session": "t", "gen_ai.conversation.id": "c"}, session: "t", conversation: "c"},
		"of the resource":       {resource: raw{"session.id": "s", "gen_ai.conversation.id": "c"}, session: "s", conversation: "c"},
		"before its resource":   {span: raw{"tenant.session": "t"}, resource: raw{"session.id": "s"}, session: "t"},
		"half of the resource":  {span: raw{"session.id": "s"}, resource: raw{"gen_ai.conversation.id": "c"}, session: "s", conversation: "c"},
		"no empty ones":         {span: raw{"session.id": "", "plano.session_id": "p"}, session: "p"},
		"no long ones":          {span: raw{"session.id": longID, "plano.session_id": "p"}, session: "p"},
		"no nested ones":        {span: raw{"session.id": []any{"s"}, "gen_ai.conversation.id": raw{"id": "c"}}},
		"numbers":               {span: raw{"session.id": 7, "gen_ai.conversation.id": 8}, session: "7", conversation: "8"},
		"what can't be shown":   {span: raw{"session.id": "a\x1b[31mb\nc"}, session: "a\uFFFD[31mb c"},
		"no patterns":           {span: raw{"tenant.*": "t"}},
	} {
		t.Run(name, func(t *testing.T) {
			session, conversation := keys.Of(attributesOf(t, tt.span), attributesOf(t, tt.resource))
			assert.Equal(t, [2]string{tt.session, tt.conversation}, [2]string{session, conversation})
		})
	}
}

func TestTheOrderOfNamesCounts(t *testing.T) {
	attributes := attributesOf(t, raw{"a": "1", "a*": "2", "session.id": "3", "gen_ai.conversation.id": "4"})
	for _, tt := range []struct {
		names, extra []string
		want         string
	}{
		{SessionAttributes(), []string{"a"}, "3"},
		{[]string{"gen_ai.conversation.id", "session.id"}, nil, "4"},
		{[]string{"gen_ai.conversation.id", "session.id"}, []string{"a"}, "1"},
		{[]string{"a*", "", "session.id"}, nil, "2"},
		{[]string{"*"}, nil, ""},
		{nil, []string{"session.id"}, "3"},
	} {
		assert.Equal(t, tt.want, NewSessionKeys(tt.names, tt.extra...).First(attributes).ID, "%v %v", tt.names, tt.extra)
	}
}

// Ids are looked for on every span.
func TestSessionsAreFoundWithoutAllocation(t *testing.T) {
	keys := NewSessionKeys(SessionAttributes())
	span := attributesOf(t, raw{"http.route": "/", "session.id": "s", "gen_ai.conversation.id": "c"})
	resource := attributesOf(t, raw{"service.name": "shop"})
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		keys.Of(span, resource)
		keys.First(span)
	}))
}

func BenchmarkSessionKeys(b *testing.B) {
	keys := NewSessionKeys(SessionAttributes(), "http.request.header.x-claude-code-session-id")
	resource := attributesOf(b, raw{"service.name": "shop", "host.name": "node-17", "telemetry.sdk.language": "go"})
	for name, more := range map[string]raw{
		"plain": nil, "session": {"session.id": "b0ea4df1-7c1d-4f0e-9c1f-5a1e7c9d0b11", "gen_ai.conversation.id": "c-4711"},
	} {
		attributes := attributesOf(b, more)
		for _, key := range []string{
			"http.request.method", "url.path", "server.address", "server.port", "network.protocol.version", "user_agent.original",
			"client.address", "http.route", "thread.id", "code.function", "tenant", "component",
		} {
			attributes.PutStr(key, "value")
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if session, _ := keys.Of(attributes, resource); session == "" && more != nil {
					b.Fatal("not found")
				}
			}
		})
	}
}
