package spanstore

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// A child process appends until it is killed. It says which spans were acknowledged.
const (
	childDir  = "SPANSTORE_TEST_DIR"
	childFrom = "SPANSTORE_TEST_FROM"
)

// numberedSpan is the span of a number: five a trace, the first one the root, some with texts.
func numberedSpan(n uint64) *model.Span {
	trace, parent := n/5, n/5*5
	s := testSpan(trace+1, n, parent)
	if n == parent {
		s.ParentID = model.SpanID{}
	}
	if n%7 == 0 {
		s.Attributes = bulky(0, 0, fmt.Sprint("text of ", n)).Attributes
	}
	return s
}

func appendUntilKilled(dir string) int {
	from, err := strconv.ParseUint(os.Getenv(childFrom), 10, 64)
	if err != nil {
		return 2
	}
	s, err := Open(context.Background(), Config{Dir: dir}, nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	for n := from; ; {
		batch := make([]Item, 1+rand.IntN(900))
		for i := range batch {
			batch[i] = Item{Span: numberedSpan(n), Session: fmt.Sprint(n % 3)}
			n++
		}
		if err := s.Append(context.Background(), batch); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 4
		}
		if _, err := fmt.Fprintln(os.Stdout, n); err != nil {
			return 5
		}
	}
}

// killed runs a child that appends from a number on and kills it some time after it began to, or while it opens the store. It returns
// the number that follows those acknowledged.
func killed(t *testing.T, dir string, from uint64, opening bool, after time.Duration) uint64 {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir, fmt.Sprintf("%s=%d", childFrom, from))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	kill := sync.OnceFunc(func() { time.AfterFunc(after, func() { _ = child.Process.Kill() }) })
	if opening {
		kill()
	}
	next := from
	for lines := bufio.NewScanner(out); lines.Scan(); {
		kill()
		next, err = strconv.ParseUint(lines.Text(), 10, 64)
		require.NoError(t, err)
	}
	require.ErrorContains(t, child.Wait(), "killed")
	return next
}

// everySpan calls f for each span that is there.
func everySpan(tb testing.TB, s *Store, f func(*model.Span)) {
	tb.Helper()
	require.NoError(tb, s.Read(tb.Context(), func(conn *sqlite.Conn) error {
		var blocks []int64
		err := each(conn, "SELECT id FROM blocks", func(row *sqlite.Stmt) error {
			blocks = append(blocks, row.ColumnInt64(0))
			return nil
		})
		if err != nil {
			return err
		}
		for _, n := range blocks {
			spans, err := s.liveSpans(conn, n)
			if err != nil {
				return err
			}
			for _, span := range spans {
				f(span)
			}
		}
		return s.eachHead(conn, f)
	}))
}

func TestWhatWasAcknowledgedOutlivesBeingKilled(t *testing.T) {
	dir := t.TempDir()
	next := uint64(1)
	for round := range 50 {
		next = killed(t, dir, next, round%5 == 4, time.Duration(rand.IntN(150))*time.Millisecond)
		s, err := Open(t.Context(), Config{Dir: dir}, nil)
		require.NoError(t, err)
		next = checkNumbered(t, s, next)
		require.NoError(t, s.Close(), "round %d", round)
	}
	require.Greater(t, next, uint64(2*sealSpans), "some blocks were made")
}

// checkNumbered checks that all spans before a number are there once, and whole. It returns the number that follows all that are there.
func checkNumbered(t *testing.T, s *Store, next uint64) uint64 {
	t.Helper()
	stats, err := s.Stats(t.Context())
	require.NoError(t, err)
	require.Empty(t, stats.Problem)
	seen := map[model.SpanID]int{}
	seqs := map[uint64]struct{}{}
	bulky, texts := 0, count(t, s, "SELECT count(*) FROM contents")
	everySpan(t, s, func(span *model.Span) {
		seen[span.SpanID]++
		seqs[span.Seq] = struct{}{}
		if span.HasContent {
			bulky++
		}
	})
	require.Len(t, seqs, len(seen), "no seq is given twice")
	require.EqualValues(t, bulky, texts)
	require.EqualValues(t, len(seen), count(t, s, "SELECT sum(spans) FROM traces"))
	require.EqualValues(t, len(seen), stats.Spans)
	for n := uint64(1); n < next; n++ {
		require.Equal(t, 1, seen[spanNumbered(n)], "span %d of %d", n, next)
	}
	for ; seen[spanNumbered(next)] == 1; next++ {
	}
	require.Len(t, seen, int(next-1), "a batch is there as a whole or not at all")
	if next > 7 {
		n := (next - 1) / 7 * 7
		found, err := s.Trace(t.Context(), traceNumber(n/5+1))
		require.NoError(t, err)
		require.False(t, found.Truncated)
		for _, span := range found.Spans {
			if span.SpanID == spanNumbered(n) {
				require.Equal(t, numberedSpan(n).Attributes, span.Attributes)
				return next
			}
		}
		require.Fail(t, "a span with a text is missing")
	}
	return next
}
