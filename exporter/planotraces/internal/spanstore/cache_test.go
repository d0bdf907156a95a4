package spanstore

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCacheDropsWhatWasNotUsedForLongest(t *testing.T) {
	c := newCache[int, string](10)
	c.put(1, "a", 4)
	c.put(2, "b", 4)
	_, ok := c.get(1)
	require.True(t, ok)
	c.put(3, "c", 4)

	_, ok = c.get(2)
	require.False(t, ok)
	value, ok := c.get(1)
	require.True(t, ok)
	require.Equal(t, "a", value)
	require.Equal(t, 8, c.bytes)

	c.put(1, "too large", 6)
	_, ok = c.get(1)
	require.False(t, ok)
	c.delete(3)
	require.Zero(t, c.bytes)
}

func TestRecentKeepsTwoGenerations(t *testing.T) {
	r := newRecent[int, int](2)
	r.put(1, 10)
	r.put(2, 20)
	r.put(3, 30)
	_, ok := r.get(1) // is used again
	require.True(t, ok)
	r.put(4, 40)
	_, ok = r.get(2)
	require.False(t, ok)
	value, ok := r.get(1)
	require.True(t, ok)
	require.Equal(t, 10, value)
	r.delete(1)
	_, ok = r.get(1)
	require.False(t, ok)
}
