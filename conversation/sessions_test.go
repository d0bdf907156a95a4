package conversation

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
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
