package folderlock

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTake(t *testing.T) {
	dir := t.TempDir()
	first, err := Take(dir)
	require.NoError(t, err)

	_, err = Take(dir)
	require.ErrorIs(t, err, ErrInUse)
	require.ErrorContains(t, err, "in use by process "+strconv.Itoa(os.Getpid()))

	require.NoError(t, first.Close())
	again, err := Take(dir)
	require.NoError(t, err)
	require.NoError(t, again.Close())
}

func TestTakeNamesNoProcessThatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	first, err := Take(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, first.Close()) }()
	require.NoError(t, os.WriteFile(filepath.Join(dir, Name), []byte("1\x1b[2J"), 0o600))

	_, err = Take(dir)
	require.ErrorIs(t, err, ErrInUse)
	require.NotContains(t, err.Error(), "process")
}

func TestTakeOfNoFolder(t *testing.T) {
	_, err := Take(filepath.Join(t.TempDir(), "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
