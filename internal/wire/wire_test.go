package wire

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEverythingComesBack(t *testing.T) {
	data := AppendInt(nil, 0)
	data = AppendInt(data, math.MaxInt)
	data = AppendUint64(data, math.MaxUint64)
	data = AppendUint64s(data, []uint64{7, 8})
	data = AppendFloat(data, -1.5)
	data = AppendBool(data, true)
	data = AppendText(data, "é\x00")
	data = AppendText(data, []byte(nil))
	r := NewReader(data)
	assert.Equal(t, 0, r.Int(0))
	assert.Equal(t, math.MaxInt, r.Int(math.MaxInt))
	assert.Equal(t, uint64(math.MaxUint64), r.Uint64())
	assert.Equal(t, []uint64{7, 8}, r.Uint64s())
	assert.InDelta(t, -1.5, r.Float(), 0)
	assert.True(t, r.Bool())
	assert.Equal(t, "é\x00", r.Text())
	assert.Empty(t, r.Bytes())
	require.NoError(t, r.Err())
}

func TestWhatIsLeftOrLackingFails(t *testing.T) {
	for name, read := range map[string]func(*Reader){
		"left":      func(*Reader) {},
		"too large": func(r *Reader) { r.Int(6) },
		"too short": func(r *Reader) { r.Uint64() },
		"too many":  func(r *Reader) { r.Count(2) },
		"cut text":  func(r *Reader) { r.Bytes() },
		"no bool":   func(r *Reader) { r.Bool() },
		"failed":    func(r *Reader) { r.Int(7); r.Byte(2); r.Fail() },
	} {
		r := NewReader([]byte{7, 2})
		read(&r)
		require.ErrorIs(t, r.Err(), ErrInvalid, name)
		if name != "left" {
			assert.Zero(t, r.Int(9), name)
			assert.Zero(t, r.Uint64(), name)
			assert.Empty(t, r.Text(), name)
		}
	}
}
