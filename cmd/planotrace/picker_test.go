package main

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPick(t *testing.T) {
	for keys, want := range map[string]int{"\r": 0, "j\r": 1, "jj\r": 2, "jk\r": 0} {
		got, err := picked(t, keys)
		require.NoError(t, err)
		assert.Equal(t, want, got, keys)
	}
	_, err := picked(t, "\x03")
	assert.ErrorIs(t, err, errCancelled)
}

// picked types keys once the choices are shown.
func picked(t *testing.T, keys string) (int, error) {
	t.Helper()
	reader, writer := io.Pipe()
	var output shared
	done := make(chan struct{})
	go func() {
		defer close(done)
		assert.Eventually(t, func() bool { return strings.Contains(output.String(), "second") }, soon, often)
		for _, key := range keys {
			if _, err := writer.Write([]byte(string(key))); err != nil {
				return
			}
		}
	}()
	defer func() {
		assert.NoError(t, reader.Close())
		<-done
	}()
	return pick(t.Context(), reader, &output, "Which?", []string{"first", "second", "third"})
}
