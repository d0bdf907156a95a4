package spanstore

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// at moves a span to a time.
func at(when time.Time, s *model.Span) *model.Span {
	s.Start, s.End = uint64(when.UnixNano()), uint64(when.UnixNano())+1000
	return s
}

func TestTracesGoWhenTheirLastSpanIsTooOld(t *testing.T) {
	now, hook := newClock(), newRecorder()
	s := openStore(t, Config{Dir: t.TempDir(), MaxAge: time.Hour, Now: now.Now}, hook)
	old, young := noon.Add(-50*time.Minute), noon.Add(-5*time.Minute)
	appendSpans(t, s, at(old, testSpan(1, 1, 0)), at(old, testSpan(2, 2, 0)), at(old, bulky(4, 5, "text")))
	seal(t, s)
	now.add(45 * time.Minute)
	recorded := noon.Add(-1000 * time.Hour) // and sent now
	appendSpans(t, s, at(young, testSpan(2, 3, 2)), at(recorded, testSpan(3, 4, 0)))
	require.NoError(t, s.retain(t.Context()))
	require.Len(t, hook.known(), 5)

	now.add(20 * time.Minute)
	require.NoError(t, s.retain(t.Context()))
	require.Len(t, names(t, s, 3), 1)
	for _, gone := range []uint64{1, 4} {
		_, err := s.Trace(t.Context(), traceNumber(gone))
		require.ErrorIs(t, err, traceapi.ErrNotFound)
	}
	require.Equal(t, []string{"span 2", "span 3"}, names(t, s, 2))
	require.Len(t, hook.known(), 3)
	require.Zero(t, count(t, s, "SELECT count(*) FROM contents"))
	require.Zero(t, count(t, s, "SELECT count(*) FROM bases"))

	appendSpans(t, s, at(young, testSpan(1, 1, 0))) // comes again
	require.Equal(t, []string{"span 1"}, names(t, s, 1))
	now.add(2 * time.Hour)
	require.NoError(t, s.retain(t.Context()))
	for _, table := range []string{"traces", "trace_ids", "trace_blocks", "members", "head", "blocks", "block_data", "recorded"} {
		require.Zero(t, count(t, s, "SELECT count(*) FROM "+table), table)
	}
	require.Empty(t, hook.known())
}

func TestLinkedTracesGoTogether(t *testing.T) {
	now := newClock()
	s := openStore(t, Config{Dir: t.TempDir(), MaxAge: time.Hour, Now: now.Now}, nil)
	old := noon.Add(-50 * time.Minute)
	appendSpans(t, s, at(old, testSpan(1, 1, 0)), at(old, testSpan(3, 3, 9)))
	seal(t, s)
	now.add(40 * time.Minute)
	appendSpans(t, s, testSpan(2, 2, 1))
	now.add(30 * time.Minute)
	require.NoError(t, s.retain(t.Context()))
	require.Len(t, names(t, s, 1), 2)
	appendSpans(t, s, testSpan(4, 9, 0)) // whose child is gone
	require.Len(t, names(t, s, 4), 1)
	now.add(2 * time.Hour)
	require.NoError(t, s.retain(t.Context()))
	require.Zero(t, count(t, s, "SELECT count(*) FROM trace_ids"))
	require.Zero(t, count(t, s, "SELECT count(*) FROM members"))
}

func TestTheLastTextOfAChainKeepsTheOnesItIsMadeOf(t *testing.T) {
	now := newClock()
	config := Config{Dir: t.TempDir(), MaxAge: time.Hour, Now: now.Now}
	s := openStore(t, config, nil)
	long := func(n uint64, when time.Time) Item {
		span := at(when, bulky(n, n, "text"))
		span.Name = "chat"
		return Item{Span: span, Session: "s"}
	}
	require.NoError(t, s.Append(t.Context(), []Item{long(1, noon.Add(-50*time.Minute)), long(2, noon)}))
	now.add(30 * time.Minute)
	require.NoError(t, s.retain(t.Context()))
	require.EqualValues(t, 2, count(t, s, "SELECT count(*) FROM contents"))
	require.NoError(t, s.Close())
	s = openStore(t, config, nil)
	found, err := s.Trace(t.Context(), traceNumber(2))
	require.NoError(t, err)
	require.Equal(t, bulky(2, 2, "text").Attributes, found.Spans[0].Attributes)
	now.add(time.Hour)
	require.NoError(t, s.retain(t.Context()))
	require.Zero(t, count(t, s, "SELECT count(*) FROM contents"))
	require.NoError(t, s.Append(t.Context(), []Item{long(3, now.Now())}))
	require.NoError(t, s.Close())
	s = openStore(t, config, nil)
	found, err = s.Trace(t.Context(), traceNumber(3))
	require.NoError(t, err)
	require.Equal(t, bulky(3, 3, "text").Attributes, found.Spans[0].Attributes)
}

// noise is a span that zstd makes little smaller.
func noise(random *rand.Rand, trace, span uint64) *model.Span {
	s := testSpan(trace, span, 0)
	for i := range 6 {
		value := make([]byte, 80)
		for j := range value {
			value[j] = byte('!' + random.IntN(90))
		}
		s.Attributes = append(s.Attributes, text(fmt.Sprint("noise.", i), string(value)))
	}
	return s
}

func TestTheSizeIsBoundedAndTheOldestGoFirst(t *testing.T) {
	now, hook := newClock(), newRecorder()
	s := openStore(t, Config{Dir: t.TempDir(), MaxBytes: 8 << 20, Now: now.Now}, hook)
	random := rand.New(rand.NewPCG(1, 1))
	// What claims to be of the future came first, and goes first.
	appendSpans(t, s, at(noon.AddDate(50, 0, 0), testSpan(1, 1, 0)))
	n := uint64(2)
	for range 60 {
		now.add(time.Second)
		batch := make([]*model.Span, 0, 501)
		for range 500 {
			batch = append(batch, at(now.Now(), noise(random, n, n)))
			n++
		}
		// One trace gets spans all the time.
		batch = append(batch, at(now.Now(), testSpan(2, 1_000_000+n, 0)))
		appendSpans(t, s, batch...)
		require.NoError(t, s.retain(t.Context()))
	}
	stats, err := s.Stats(t.Context())
	require.NoError(t, err)
	require.LessOrEqual(t, stats.Bytes, int64(8<<20))
	require.Empty(t, stats.Problem)
	require.Greater(t, stats.Spans, int64(5000))
	require.Less(t, stats.Spans, int64(20_000))
	_, err = s.Trace(t.Context(), traceNumber(1))
	require.ErrorIs(t, err, traceapi.ErrNotFound)
	require.Len(t, names(t, s, 2), 61, "it is the youngest")
	for last := n - 1; last > n-2000; last-- {
		require.Len(t, names(t, s, last), 1)
	}
	_, err = s.Trace(t.Context(), traceNumber(3))
	require.ErrorIs(t, err, traceapi.ErrNotFound)

	known := hook.known()
	seen := 0
	everySpan(t, s, func(span *model.Span) {
		seen++
		require.Equal(t, span.TraceID, known[span.Seq])
	})
	require.Equal(t, len(known), seen)
	require.EqualValues(t, seen, stats.Spans)
	require.EqualValues(t, seen, count(t, s, "SELECT sum(spans) FROM traces"))
	require.LessOrEqual(t, count(t, s, "SELECT count(*) FROM blocks"), 2*stats.Spans/sealSpans+8, "what is left of blocks is put together")
}

func TestALongTraceIsCutAtItsBeginning(t *testing.T) {
	hook := newRecorder()
	s := openStore(t, Config{Dir: t.TempDir(), MaxBytes: 8 << 20}, hook)
	random := rand.New(rand.NewPCG(1, 1))
	n := uint64(0)
	for range 60 {
		batch := make([]*model.Span, 500)
		for i := range batch {
			n++
			batch[i] = noise(random, 1, n)
		}
		appendSpans(t, s, batch...)
		if n%2000 == 0 {
			seal(t, s) // short blocks, of which the trace has many
		}
		require.NoError(t, s.retain(t.Context()))
	}
	stats, err := s.Stats(t.Context())
	require.NoError(t, err)
	require.LessOrEqual(t, stats.Bytes, int64(8<<20))
	found, err := s.Trace(t.Context(), traceNumber(1))
	require.NoError(t, err)
	require.NotEmpty(t, found.Spans)
	require.EqualValues(t, len(found.Spans), stats.Spans)
	require.Len(t, hook.known(), len(found.Spans))
	require.Equal(t, fmt.Sprint("span ", n), found.Spans[len(found.Spans)-1].Name)
}

func TestFreePagesAreGivenBack(t *testing.T) {
	now := newClock()
	s := openStore(t, Config{Dir: t.TempDir(), MaxAge: time.Hour, Now: now.Now}, nil)
	random := rand.New(rand.NewPCG(1, 1))
	for n := range uint64(10) {
		batch := make([]*model.Span, 1000)
		for i := range batch {
			batch[i] = noise(random, 1000*n+uint64(i)+1, 1000*n+uint64(i)+1)
		}
		appendSpans(t, s, batch...)
	}
	seal(t, s)
	full, _, err := s.pages(t.Context())
	require.NoError(t, err)
	now.add(2 * time.Hour)
	require.NoError(t, s.retain(t.Context()))
	used, free, err := s.pages(t.Context())
	require.NoError(t, err)
	require.Less(t, used+free, full*3/4)
}

func TestTraceReturnsABoundedNumberOfSpans(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	for n := uint64(0); n < MaxTraceSpans+5000; n += 5000 {
		batch := make([]*model.Span, 5000)
		for i := range batch {
			batch[i] = testSpan(1, n+uint64(i)+1, 0)
		}
		appendSpans(t, s, batch...)
	}
	found, err := s.Trace(t.Context(), traceNumber(1))
	require.NoError(t, err)
	require.Len(t, found.Spans, MaxTraceSpans)
	require.True(t, found.Truncated)
	require.Equal(t, MaxTraceSpans+5000, found.TraceInfo.Spans)
}

func TestCompactionPutsSmallBlocksTogether(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	for n := uint64(1); n <= 10; n++ {
		appendSpans(t, s, testSpan(n, n, 0), testSpan(11, 100+n, 0))
		seal(t, s)
	}
	require.NoError(t, s.compact(t.Context()))
	require.Less(t, count(t, s, "SELECT count(*) FROM blocks"), int64(5))
	require.Len(t, names(t, s, 11), 10)
	require.NoError(t, s.Read(t.Context(), func(conn *sqlite.Conn) error {
		spans, err := s.Spans(t.Context(), conn, []uint64{1, 20, 7})
		require.Len(t, spans, 3)
		return err
	}))
	appendSpans(t, s, testSpan(3, 3, 0), testSpan(12, 12, 5))
	require.Len(t, names(t, s, 3), 1)
	require.Len(t, names(t, s, 12), 2)
}
