package buffers

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBytesAreThoseOfTheCapacity(t *testing.T) {
	assert.Equal(t, 1600, Bytes(make([]struct{ a, b int64 }, 3, 100)))
	assert.Zero(t, Bytes[string](nil))
}
