package spanstore

import (
	"testing"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func TestSpansAreThereAfterAppendAfterSealingAndAfterOpeningAgain(t *testing.T) {
	config := Config{Dir: t.TempDir()}
	s := openStore(t, config, nil)
	appendSpans(t, s, testSpan(1, 1, 0), testSpan(1, 2, 1), testSpan(2, 3, 0))
	check := func(s *Store) {
		require.Equal(t, []string{"span 1", "span 2"}, names(t, s, 1))
		require.Equal(t, []string{"span 3"}, names(t, s, 2))
		_, err := s.Trace(t.Context(), traceNumber(3))
		require.ErrorIs(t, err, traceapi.ErrNotFound)
		require.NoError(t, s.Read(t.Context(), func(conn *sqlite.Conn) error {
			spans, err := s.Spans(t.Context(), conn, []uint64{3, 99, 1, 3})
			require.Len(t, spans, 3)
			require.Equal(t, []uint64{3, 1, 3}, []uint64{spans[0].Seq, spans[1].Seq, spans[2].Seq})
			return err
		}))
		stats, err := s.Stats(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 3, stats.Spans)
		require.EqualValues(t, 2, stats.Traces)
		require.Empty(t, stats.Problem)
	}
	check(s)
	require.NoError(t, s.Close())
	s = openStore(t, config, nil)
	check(s)
	seal(t, s)
	check(s)
	require.NoError(t, s.Close())
	s = openStore(t, config, nil)
	check(s)

	appendSpans(t, s, testSpan(3, 4, 0))
	found, err := s.Trace(t.Context(), traceNumber(3))
	require.NoError(t, err)
	require.EqualValues(t, 4, found.Spans[0].Seq)
}

func TestASpanThatComesTwiceIsKeptOnce(t *testing.T) {
	config := Config{Dir: t.TempDir()}
	s := openStore(t, config, nil)
	appendSpans(t, s, testSpan(1, 1, 0), testSpan(1, 1, 0), testSpan(2, 1, 0))
	appendSpans(t, s, testSpan(1, 1, 0), testSpan(1, 2, 1)) // in the head
	seal(t, s)
	appendSpans(t, s, testSpan(1, 1, 0), testSpan(2, 1, 0)) // in a block
	require.NoError(t, s.Close())
	s = openStore(t, config, nil)
	appendSpans(t, s, testSpan(1, 2, 1))
	require.Equal(t, []string{"span 1", "span 2"}, names(t, s, 1))
	require.Equal(t, []string{"span 1"}, names(t, s, 2))
	stats, err := s.Stats(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 3, stats.Spans)
}

func TestSpansWithoutAnIDAreAllKept(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	appendSpans(t, s, testSpan(1, 0, 0), testSpan(1, 0, 0))
	require.Len(t, names(t, s, 1), 2)
}

func TestTraceInfo(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	child := testSpan(1, 1, 2)
	child.StatusCode, child.End = statusError, child.Start+5000
	appendSpans(t, s, child)
	info := func() TraceInfo {
		list, err := s.Traces(t.Context(), Filter{}, "", 10)
		require.NoError(t, err)
		require.Len(t, list.Traces, 1)
		require.Empty(t, list.Next)
		return list.Traces[0]
	}
	require.Equal(t, TraceInfo{
		ID: traceNumber(1), Name: "span 1", Service: "shop", Start: int64(child.Start), End: int64(child.End), Spans: 1, Errors: 1,
	}, info())
	root := testSpan(1, 2, 0)
	appendSpans(t, s, root)
	require.Equal(t, TraceInfo{
		ID: traceNumber(1), Name: "span 2", Service: "shop", Start: int64(child.Start), End: int64(child.End), Spans: 2, Errors: 1,
	}, info())
}

func TestTraceIDs(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	appendSpans(t, s, testSpan(1, 1, 0), testSpan(2, 2, 0))
	id := traceNumber(2)
	ids, err := s.TraceIDs(t.Context(), id[:4])
	require.NoError(t, err)
	require.Equal(t, []model.TraceID{id}, ids)
	ids, err = s.TraceIDs(t.Context(), []byte{1, 2, 3, 4})
	require.NoError(t, err)
	require.Empty(t, ids)
	_, err = s.TraceIDs(t.Context(), make([]byte, 17))
	require.ErrorIs(t, err, traceapi.ErrInvalid)
}

func TestClosed(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
	require.ErrorIs(t, s.Append(t.Context(), items(testSpan(1, 1, 0))), ErrClosed)
	require.ErrorIs(t, s.Update(t.Context(), func(*sqlite.Conn) error { return nil }), ErrClosed)
	_, err := s.Trace(t.Context(), traceNumber(1))
	require.ErrorIs(t, err, ErrClosed)
}
