package journal

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reports gathers what a journal says of itself.
type reports []error

func (r *reports) add(err error) { *r = append(*r, err) }

// open opens a journal whose files are of a few kilobytes, to be closed with the test.
func open(tb testing.TB, dir string, said *reports) *Journal {
	tb.Helper()
	j, err := Open(dir, Options{SegmentSize: 4096, Report: said.add})
	require.NoError(tb, err)
	tb.Cleanup(func() { assert.NoError(tb, j.Close()) })
	return j
}

func set(key, value string) Change { return Change{Key: key, Value: []byte(value)} }

func remove(key string) Change { return Change{Key: key, Delete: true} }

// get returns the value of a key, "" for none.
func get(tb testing.TB, j *Journal, key string) string {
	tb.Helper()
	value, err := j.Get(key)
	require.NoError(tb, err)
	return string(value)
}

// files returns the names of a folder's files, the oldest first.
func files(tb testing.TB, dir string) []string {
	tb.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	require.NoError(tb, err)
	return names
}

// length is that of all files together.
func length(tb testing.TB, dir string) (sum int) {
	tb.Helper()
	for _, name := range files(tb, dir) {
		info, err := os.Stat(name)
		require.NoError(tb, err)
		sum += int(info.Size())
	}
	return sum
}
