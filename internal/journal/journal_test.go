package journal

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestValuesOutliveTheProcess(t *testing.T) {
	for _, sync := range []bool{false, true} {
		dir := t.TempDir()
		j, err := Open(dir, Options{SegmentSize: 4096, Sync: sync, Report: func(err error) { t.Error(err) }})
		require.NoError(t, err)
		large := strings.Repeat("large", small)
		require.NoError(t, j.Write(set("a", "1"), set("b", large), set("c", ""), set("d", "4")))
		require.NoError(t, j.Write(remove("d"), set("a", "2"), remove("none")))
		for range 2 {
			assert.Equal(t, []string{"2", large, ""}, []string{get(t, j, "a"), get(t, j, "b"), get(t, j, "d")})
			empty, err := j.Get("c")
			require.NoError(t, err)
			assert.NotNil(t, empty, "an empty value is one")
			require.NoError(t, j.Close())
			j, err = Open(dir, Options{SegmentSize: 4096, Report: func(err error) { t.Error(err) }})
			require.NoError(t, err)
		}
		require.NoError(t, j.Close())
	}
}

// A value that was returned is the caller's.
func TestValuesAreCopies(t *testing.T) {
	j := open(t, t.TempDir(), &reports{})
	value := []byte("value")
	require.NoError(t, j.Write(Change{Key: "a", Value: value}))
	value[0] = 'X'
	got, err := j.Get("a")
	require.NoError(t, err)
	got[1] = 'X'
	assert.Equal(t, "value", get(t, j, "a"))
}

func TestOneJournalAFolder(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, &reports{})
	_, err := Open(dir, Options{SegmentSize: 4096, Report: func(error) {}})
	require.ErrorIs(t, err, ErrInUse)
	require.ErrorContains(t, err, dir)
}

func TestClosed(t *testing.T) {
	j := open(t, t.TempDir(), &reports{})
	require.NoError(t, j.Close())
	require.NoError(t, j.Close())
	require.ErrorIs(t, j.Write(set("a", "1")), ErrClosed)
	_, err := j.Get("a")
	require.ErrorIs(t, err, ErrClosed)
}

func TestOtherFilesStay(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"notes.txt", "x.journal", "-1.journal"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o600))
	}
	said := reports{}
	j := open(t, dir, &said)
	require.NoError(t, j.Write(set("a", "1")))
	assert.Empty(t, said)
	assert.FileExists(t, filepath.Join(dir, "x.journal"))
}

// A queue that is emptied as fast as it fills takes two files at most, however much goes through it.
func TestAQueueLeavesNothingBehind(t *testing.T) {
	dir, said := t.TempDir(), reports{}
	j := open(t, dir, &said)
	value := strings.Repeat("x", 1000)
	for i := range 1000 {
		require.NoError(t, j.Write(set("write", strconv.Itoa(i)), set(strconv.Itoa(i), value)))
		if i >= 3 {
			require.NoError(t, j.Write(set("read", strconv.Itoa(i-3)), remove(strconv.Itoa(i-3))))
		}
		require.LessOrEqual(t, len(files(t, dir)), 3)
	}
	assert.Empty(t, said)
	assert.Equal(t, value, get(t, j, "999"))
	assert.Empty(t, get(t, j, "996"))
}

// A value that stays does not keep all that was written after it.
func TestWhatStaysIsMovedOn(t *testing.T) {
	dir, said := t.TempDir(), reports{}
	j := open(t, dir, &said)
	stays := strings.Repeat("stays", 100)
	require.NoError(t, j.Write(set("stays", stays)))
	for i := range 2000 {
		require.NoError(t, j.Write(set("changes", strings.Repeat("x", i))))
		require.Less(t, length(t, dir), 6*4096)
	}
	assert.Equal(t, stays, get(t, j, "stays"))
	assert.Empty(t, said)
}

// Whatever is written, in whatever order, a journal holds what a map would, and little more on the disk.
func TestLikeAMap(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 0))
		dir, said := t.TempDir(), reports{}
		j := open(t, dir, &said)
		want := map[string]string{}
		for step := range 2000 {
			var changes []Change
			for range random.IntN(4) {
				key := fmt.Sprint("key", random.IntN(40))
				if random.IntN(3) == 0 {
					changes = append(changes, remove(key))
					delete(want, key)
				} else {
					value := strings.Repeat(fmt.Sprint(step, ","), random.IntN(200))
					changes = append(changes, set(key, value))
					want[key] = value
				}
			}
			require.NoError(t, j.Write(changes...))
			if random.IntN(200) == 0 {
				require.NoError(t, j.Close())
				j = open(t, dir, &said)
			}
		}
		live := 0
		for i := range 40 {
			key := fmt.Sprint("key", i)
			require.Equal(t, want[key], get(t, j, key), "seed %d", seed)
			live += len(key) + len(want[key])
		}
		assert.Len(t, j.places, len(want))
		assert.Less(t, length(t, dir), live*3/2+5*4096)
		assert.Empty(t, said)
	}
}

func TestConcurrentUse(t *testing.T) {
	j := open(t, t.TempDir(), &reports{})
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			for i := range 200 {
				value := fmt.Sprint(n, " ", i)
				err := j.Write(set(fmt.Sprint(n), value))
				got, getErr := j.Get(fmt.Sprint(n))
				if err != nil || getErr != nil || string(got) != value {
					t.Errorf("wrote %q, %v; read %q, %v", value, err, got, getErr)
				}
			}
		})
	}
	wg.Wait()
}

// What a queue does with each request: put it in, read it, take it out.
func BenchmarkQueue(b *testing.B) {
	j, err := Open(b.TempDir(), Options{SegmentSize: 32 << 20, Report: func(err error) { b.Error(err) }})
	require.NoError(b, err)
	defer func() { require.NoError(b, j.Close()) }()
	value, position := make([]byte, 220_000), []byte("position")
	b.SetBytes(int64(len(value)))
	i := 0
	for b.Loop() {
		key := strconv.Itoa(i)
		i++
		require.NoError(b, j.Write(Change{Key: "position", Value: position}, Change{Key: key, Value: value}))
		require.NoError(b, j.Write(Change{Key: "position", Value: position}))
		got, err := j.Get(key)
		require.NoError(b, err)
		require.Len(b, got, len(value))
		require.NoError(b, j.Write(Change{Key: "position", Value: position}, Change{Key: key, Delete: true}))
	}
}
