//go:build !windows

package planotraces

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUserDirectory(t *testing.T) {
	t.Setenv("HOME", "/home/me")
	for state, want := range map[string]string{
		"/state":   "/state/otelcol-plano",
		"":         "/home/me/.local/state/otelcol-plano",
		"relative": "/home/me/.local/state/otelcol-plano",
	} {
		t.Setenv("XDG_STATE_HOME", state)
		directory, err := userDirectory()
		require.NoError(t, err)
		assert.Equal(t, want, directory)
	}
	t.Setenv("XDG_STATE_HOME", "")
	for _, home := range []string{"", "relative"} {
		t.Setenv("HOME", home)
		_, err := userDirectory()
		require.EqualError(t, err, "directory: must be set, as this user has no home")
	}
}
