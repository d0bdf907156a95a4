package expiring

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestStore(t *testing.T) {
	now := time.Unix(0, 0)
	st := New[string, int](2, time.Minute, func() time.Time { return now })

	assert.Zero(t, st.Put("a", 1))
	assert.Zero(t, st.Put("b", 2))
	assert.Zero(t, st.Put("a", 3), "a known key makes no room")
	assert.Equal(t, 1, st.Put("c", 4), "the one written longest ago makes room")

	_, ok := st.Get("b")
	assert.False(t, ok)
	value, ok := st.Get("a")
	assert.True(t, ok)
	assert.Equal(t, 3, value)

	now = now.Add(30 * time.Second)
	st.Put("c", 5)
	now = now.Add(30 * time.Second)
	_, ok = st.Get("a")
	assert.False(t, ok, "expired")
	value, ok = st.Get("c")
	assert.True(t, ok, "renewed")
	assert.Equal(t, 5, value)
	assert.Equal(t, 1, st.Len())
	assert.Equal(t, 1, st.order.Len())

	now = now.Add(time.Minute)
	assert.Zero(t, st.Put("d", 6), "what has expired is no eviction")
	assert.Equal(t, 1, st.Len())
}

func BenchmarkFullStore(b *testing.B) {
	st := New[int, [16]byte](50_000, time.Minute, time.Now)
	b.ReportAllocs()
	for i := range b.N {
		st.Put(i, [16]byte{})
	}
}
