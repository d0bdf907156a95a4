package pool

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTakeMakesWhatIsNotKept(t *testing.T) {
	made := 0
	p := New(func() (*int, error) {
		made++
		return new(int), nil
	})
	first, err := p.Take()
	require.NoError(t, err)
	second, err := p.Take()
	require.NoError(t, err)
	assert.NotSame(t, first, second)
	assert.Equal(t, 2, made)
	p.Put(first)
	again, err := p.Take()
	require.NoError(t, err)
	assert.NotSame(t, second, again)
}

func TestTakeSaysWhatCannotBeMade(t *testing.T) {
	broken := errors.New("broken")
	_, err := New(func() (*int, error) { return nil, broken }).Take()
	assert.ErrorIs(t, err, broken)
}
