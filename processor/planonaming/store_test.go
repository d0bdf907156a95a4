package planonaming

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestStore(t *testing.T) {
	c := newClock()
	st := newStore[string, int](2, time.Minute, func() time.Time { return c.now })

	assert.Zero(t, st.put("a", 1))
	assert.Zero(t, st.put("b", 2))
	assert.Zero(t, st.put("a", 3), "a known key makes no room")
	assert.Equal(t, 1, st.put("c", 4), "the one written longest ago makes room")

	_, ok := st.get("b")
	assert.False(t, ok)
	value, ok := st.get("a")
	assert.True(t, ok)
	assert.Equal(t, 3, value)

	c.step(30 * time.Second)
	st.put("c", 5)
	c.step(30 * time.Second)
	_, ok = st.get("a")
	assert.False(t, ok, "expired")
	value, ok = st.get("c")
	assert.True(t, ok, "renewed")
	assert.Equal(t, 5, value)
	assert.Equal(t, 1, st.len())
	assert.Equal(t, 1, st.order.Len())

	c.step(time.Minute)
	assert.Zero(t, st.put("d", 6), "what has expired is no eviction")
	assert.Equal(t, 1, st.len())
}
