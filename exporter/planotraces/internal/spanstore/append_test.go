package spanstore

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"
)

func TestManyAppendAtOnce(t *testing.T) {
	hook := newRecorder()
	s := openStore(t, Config{Dir: t.TempDir()}, hook)
	var work sync.WaitGroup
	for g := range uint64(8) {
		work.Go(func() {
			for n := range uint64(50) {
				id := 1000*g + n + 1
				if err := s.Append(t.Context(), items(testSpan(id, id, 0), testSpan(7, id+500, 0))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	require.Len(t, names(t, s, 7), 400+1)
	require.Len(t, hook.known(), 800)
}

func TestOneThatFailsTakesNoOthersWithIt(t *testing.T) {
	hook := newRecorder()
	hook.poison = "span 13"
	s := openStore(t, Config{Dir: t.TempDir()}, hook)
	results := make([]error, 30)
	var work sync.WaitGroup
	release := hold(t, s) // so that all of them wait for one transaction
	for i := range results {
		work.Go(func() { results[i] = s.Append(t.Context(), items(testSpan(uint64(i+1), uint64(i+1), 0))) })
	}
	require.Eventually(t, func() bool { return len(s.writer.requests) == len(results) }, waitLong, waitShort)
	release()
	work.Wait()
	for i, err := range results {
		if i+1 == 13 {
			require.ErrorIs(t, err, errPoison)
			continue
		}
		require.NoError(t, err)
	}
	require.Len(t, hook.known(), 29)
	require.Positive(t, hook.aborts)
	stats, err := s.Stats(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, stats.Refused)
	require.EqualValues(t, 29, stats.Spans)
	require.Contains(t, stats.Problem, errPoison.Error())
}

func TestAppendThatIsGivenUpKeepsNothingAndLeavesTheItemsAsTheyWere(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	release := hold(t, s)
	span := bulky(1, 1, "long")
	failed := make(chan error)
	go func() { failed <- s.Append(ctx, items(span)) }()
	require.Eventually(t, func() bool { return len(s.writer.requests) == 1 }, waitLong, waitShort)
	cancel()
	require.ErrorIs(t, <-failed, context.Canceled)
	release()
	require.Equal(t, bulky(1, 1, "long"), span)
	appendSpans(t, s, testSpan(2, 2, 0))
	require.Zero(t, count(t, s, "SELECT count(*) FROM contents"))
	require.EqualValues(t, 1, count(t, s, "SELECT count(*) FROM traces"))
}

func TestUpdateIsAllOrNothing(t *testing.T) {
	hook := newRecorder()
	s := openStore(t, Config{Dir: t.TempDir()}, hook)
	err := s.Update(t.Context(), func(conn *sqlite.Conn) error {
		if err := run(conn, "INSERT INTO recorded VALUES (1)"); err != nil {
			return err
		}
		return errPoison
	})
	require.ErrorIs(t, err, errPoison)
	require.Zero(t, count(t, s, "SELECT count(*) FROM recorded"))
	require.Equal(t, 1, hook.aborts)
	require.NoError(t, s.Update(t.Context(), func(conn *sqlite.Conn) error { return run(conn, "INSERT INTO recorded VALUES (1)") }))
	require.EqualValues(t, 1, count(t, s, "SELECT count(*) FROM recorded"))
}
