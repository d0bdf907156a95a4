package shared

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestOneForEachKeyWhileItHasUsers(t *testing.T) {
	var m Map[string, *int]
	made := 0
	take := func(key string) *int {
		value, err := m.Take(key, func() (*int, error) {
			made++
			return new(int), nil
		})
		require.NoError(t, err)
		return value
	}
	first := take("a")
	assert.Same(t, first, take("a"))
	assert.NotSame(t, first, take("b"))
	assert.Equal(t, 2, made)
	assert.False(t, m.Release("a"))
	assert.True(t, m.Release("a"))
	assert.False(t, m.Release("a"), "it is gone")
	assert.NotSame(t, first, take("a"))
}

func TestWhatCannotBeMadeHasNoUsers(t *testing.T) {
	var m Map[string, int]
	failed := errors.New("failed")
	_, err := m.Take("a", func() (int, error) { return 0, failed })
	require.ErrorIs(t, err, failed)
	assert.False(t, m.Release("a"))
}
