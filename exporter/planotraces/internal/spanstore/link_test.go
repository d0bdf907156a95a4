package spanstore

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// canonical returns the id that a trace is known by.
func canonical(t *testing.T, s *Store, trace uint64) model.TraceID {
	t.Helper()
	found, err := s.Trace(t.Context(), traceNumber(trace))
	require.NoError(t, err)
	return found.ID
}

func TestTracesThatAreLinkedByAParentAloneAreOne(t *testing.T) {
	parent, child := func() *model.Span { return testSpan(1, 1, 0) }, func() *model.Span { return testSpan(2, 2, 1) }
	for name, steps := range map[string][][]*model.Span{
		"together":     {{child(), parent()}},
		"parent first": {{parent()}, {child()}},
		"child first":  {{child()}, {parent()}},
	} {
		for _, sealed := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				config := Config{Dir: t.TempDir()}
				s := openStore(t, config, nil)
				for _, step := range steps {
					appendSpans(t, s, step...)
					if sealed {
						seal(t, s)
						require.NoError(t, s.Close())
						s = openStore(t, config, nil)
					}
				}
				for trace := uint64(1); trace <= 2; trace++ {
					require.Equal(t, []string{"span 1", "span 2"}, names(t, s, trace))
					require.Equal(t, traceNumber(1), canonical(t, s, trace))
				}
				list, err := s.Traces(t.Context(), Filter{}, "", 10)
				require.NoError(t, err)
				require.Len(t, list.Traces, 1)
				require.Equal(t, 2, list.Traces[0].Spans)
				require.Zero(t, count(t, s, "SELECT count(*) FROM missing"))
			})
		}
	}
}

func TestAParentInTheSpansOwnTraceLinksNothing(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	appendSpans(t, s, testSpan(1, 1, 0), testSpan(2, 1, 0)) // ids that are counted up
	appendSpans(t, s, testSpan(1, 2, 1), testSpan(2, 3, 1))
	require.NotEqual(t, canonical(t, s, 1), canonical(t, s, 2))
	appendSpans(t, s, testSpan(3, 4, 1)) // which of them is its parent?
	require.Equal(t, traceNumber(3), canonical(t, s, 3))
}

func TestChainsOfLinksInEveryOrder(t *testing.T) {
	// 1 <- 2 <- 3 <- 4, each a trace of its own
	orders := [][]uint64{{1, 2, 3, 4}, {4, 3, 2, 1}, {2, 4, 1, 3}, {3, 1, 4, 2}, {2, 3, 1, 4}, {4, 1, 3, 2}}
	for _, order := range orders {
		s := openStore(t, Config{Dir: t.TempDir()}, nil)
		for _, n := range order {
			appendSpans(t, s, testSpan(n, n, n-1))
		}
		for n := uint64(1); n <= 4; n++ {
			require.Len(t, names(t, s, n), 4, "order %v", order)
			require.Equal(t, traceNumber(1), canonical(t, s, n))
		}
		require.EqualValues(t, 1, count(t, s, "SELECT count(*) FROM traces"))
	}
}

func TestForgedCyclesOfLinksEnd(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	appendSpans(t, s, testSpan(1, 1, 3), testSpan(2, 2, 1))
	appendSpans(t, s, testSpan(3, 3, 2), testSpan(3, 4, 4))
	for n := uint64(1); n <= 3; n++ {
		require.Len(t, names(t, s, n), 4)
		require.Equal(t, traceNumber(1), canonical(t, s, n), "the earliest, as there is no root")
	}
	require.Zero(t, count(t, s, "SELECT count(*) FROM missing"))
}

func TestLinksOfMoreTracesThanAreLinkedEnd(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	var children []*model.Span
	for n := uint64(2); n < maxMembers+100; n++ {
		children = append(children, testSpan(n, n, 1))
	}
	appendSpans(t, s, children...)
	appendSpans(t, s, testSpan(1, 1, 0))
	require.Len(t, names(t, s, 1), maxMembers)
	require.EqualValues(t, 100, count(t, s, "SELECT count(*) FROM traces"))
}

func TestParentsThatNeverComeAreGivenUp(t *testing.T) {
	m := &missing{byParent: map[model.SpanID]*missingParent{}}
	for n := range uint64(10) {
		m.add(&missingParent{id: int64(n + 1), parent: spanNumbered(n % 3), trace: traceNumber(n)})
	}
	require.True(t, m.has(spanNumbered(1), traceNumber(4)))
	for _, p := range m.oldest(5) {
		m.remove(p)
		m.remove(p)
	}
	require.False(t, m.has(spanNumbered(1), traceNumber(4)))
	require.True(t, m.has(spanNumbered(2), traceNumber(5)))
	require.Equal(t, 5, m.live)
	for _, p := range m.oldest(10) {
		m.remove(p)
	}
	require.Empty(t, m.byParent)
	require.Empty(t, m.oldest(1))
}
