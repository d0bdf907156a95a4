package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// written returns a file of four writes, and how long it was after each.
func written(t *testing.T) (data []byte, ends []int) {
	t.Helper()
	dir, said := t.TempDir(), reports{}
	j := open(t, dir, &said)
	for _, changes := range [][]Change{
		{set("a", "first")}, {set("a", "second"), set("b", strings.Repeat("b", 300))}, {remove("a"), set("c", "")}, {set("d", "last")},
	} {
		require.NoError(t, j.Write(changes...))
		ends = append(ends, length(t, dir))
	}
	data, err := os.ReadFile(files(t, dir)[0])
	require.NoError(t, err)
	return data, ends
}

// reopened opens a journal of one file.
func reopened(t *testing.T, data []byte) (j *Journal, said *reports) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "00000000000000000007"+suffix), data, 0o600))
	said = &reports{}
	return open(t, dir, said), said
}

// A process that is killed while it writes leaves any part of the last write.
func TestAWriteIsThereAsAWholeOrNotAtAll(t *testing.T) {
	data, ends := written(t)
	b := strings.Repeat("b", 300)
	states := []map[string]string{{}, {"a": "first"}, {"a": "second", "b": b}, {"b": b}}
	for length := range data {
		whole := 0
		for ends[whole] <= length {
			whole++
		}
		j, said := reopened(t, data[:length])
		for _, key := range []string{"a", "b", "d"} {
			require.Equal(t, states[whole][key], get(t, j, key), "%s after %d bytes", key, length)
		}
		if length == 0 || whole > 0 && ends[whole-1] == length {
			require.Empty(t, *said)
		} else {
			require.Len(t, *said, 1)
			require.ErrorIs(t, (*said)[0], errDamaged)
		}
		require.NoError(t, j.Write(set("d", "new")))
		require.NoError(t, j.Close())
		require.Equal(t, "new", get(t, open(t, j.dir, said), "d"))
	}
}

// Whatever a disk does to a byte, no wrong value is read.
func TestDamage(t *testing.T) {
	data, _ := written(t)
	right := map[string][]string{"a": {"", "first", "second"}, "b": {"", strings.Repeat("b", 300)}, "c": {""}, "d": {"", "last"}}
	for i := range data {
		damaged := slices.Clone(data)
		damaged[i] ^= 0xff
		j, _ := reopened(t, damaged)
		for key, values := range right {
			if value, err := j.Get(key); err != nil {
				require.ErrorIs(t, err, errDamaged)
			} else {
				require.Contains(t, values, string(value), "byte %d", i)
			}
		}
		require.NoError(t, j.Write(set("e", "new")))
		require.Equal(t, "new", get(t, j, "e"))
	}
}

func TestDamageIsTold(t *testing.T) {
	data, ends := written(t)
	value := bytes.Index(data, []byte("bbb"))
	require.Positive(t, value)
	data[value] = 'X'
	j, said := reopened(t, data)
	assert.Empty(t, *said, "values are checked when they are read")
	_, err := j.Get("b")
	require.ErrorContains(t, err, `value of "b": `)
	require.ErrorIs(t, err, errDamaged)

	data[ends[1]] ^= 1
	j, said = reopened(t, data)
	require.Len(t, *said, 1)
	require.ErrorContains(t, (*said)[0], fmt.Sprintf("the last %d bytes are not read", len(data)-ends[1]))
	assert.Equal(t, "second", get(t, j, "a"), "what was written before")
}

// What can't be read can't be moved, and keeps no file.
func TestDamagedValuesAreDropped(t *testing.T) {
	data, _ := written(t)
	data[bytes.Index(data, []byte("bbb"))] = 'X'
	j, said := reopened(t, data)
	for i := range 200 {
		require.NoError(t, j.Write(set("changes", strings.Repeat("x", 10*i))))
	}
	require.Len(t, *said, 1)
	require.ErrorContains(t, (*said)[0], "it is dropped")
	assert.Empty(t, get(t, j, "b"))
	assert.Equal(t, "last", get(t, j, "d"))
}

// A full disk, or one that is gone, fails the write and changes nothing.
func TestAFailedWriteChangesNothing(t *testing.T) {
	dir, said := t.TempDir(), reports{}
	j := open(t, dir, &said)
	require.NoError(t, j.Write(set("a", "1")))
	broken := j.open.file
	readOnly, err := os.Open(broken.Name())
	require.NoError(t, err)
	j.open.file = readOnly
	require.Error(t, j.Write(set("a", "2"), set("b", "2")))
	assert.Equal(t, []string{"1", ""}, []string{get(t, j, "a"), get(t, j, "b")})
	require.NoError(t, broken.Close())

	require.NoError(t, j.Write(set("b", "3")), "another file is begun")
	require.NoError(t, j.Close())
	j = open(t, dir, &said)
	assert.Equal(t, []string{"1", "3"}, []string{get(t, j, "a"), get(t, j, "b")})
	assert.Empty(t, said)
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte{})
	f.Add(make([]byte, 100))
	f.Add(append(appendHead(nil, []Change{set("a", "value"), remove("b")}), "value"...))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "00000000000000000001"+suffix), data, 0o600))
		j := open(t, dir, &reports{})
		for key := range j.places {
			_, err := j.Get(key)
			require.True(t, err == nil || errors.Is(err, errDamaged), err)
		}
		require.NoError(t, j.Write(set("a", "new")))
		require.Equal(t, "new", get(t, j, "a"))
	})
}
