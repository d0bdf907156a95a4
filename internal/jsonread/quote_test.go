package jsonread

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAppendQuote(t *testing.T) {
	for _, text := range []string{"", "plain", `a "quote" and \`, "line\nbreak\x00\x1f", "é中🚩", "bad \xff byte", "<&>"} {
		quoted := AppendQuote([]byte("x"), text)
		var got string
		require.NoError(t, json.Unmarshal(quoted[1:], &got), "%s", quoted)
		assert.Equal(t, toValid(text), got)
	}
}
