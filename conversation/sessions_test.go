package conversation

import (
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
