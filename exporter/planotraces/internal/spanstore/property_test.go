package spanstore

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// forest makes up spans: some traces, some spans whose parents are in other traces, some whose parents never come.
func forest(random *rand.Rand, n int) []*model.Span {
	spans := make([]*model.Span, n)
	for i := range spans {
		id := uint64(i + 1)
		trace, parent := 1+random.Uint64N(uint64(n/4+1)), uint64(0)
		switch random.IntN(6) {
		case 0:
		case 1:
			parent = uint64(n) + 1 + random.Uint64N(3)
		default:
			parent = 1 + random.Uint64N(uint64(n))
		}
		spans[i] = testSpan(trace, id, parent)
		if random.IntN(5) == 0 {
			spans[i].Attributes = bulky(0, 0, fmt.Sprint("text of ", id)).Attributes
		}
		if random.IntN(8) == 0 {
			spans[i].StatusCode = statusError
		}
	}
	return spans
}

// logical is what the spans of a forest come to: the spans of each trace and the ids that lead to it.
type logical struct {
	spans []*model.Span
	best  *model.Span
	ids   []model.TraceID
}

// logicalTraces follows links: a parent that is not in the span's own trace, but in another one.
func logicalTraces(spans []*model.Span) map[model.TraceID]*logical {
	bySpan := map[model.SpanID]*model.Span{}
	into := map[model.TraceID]model.TraceID{}
	for _, s := range spans {
		bySpan[s.SpanID] = s
		into[s.TraceID] = s.TraceID
	}
	find := func(id model.TraceID) model.TraceID {
		for into[id] != id {
			id = into[id]
		}
		return id
	}
	for _, s := range spans {
		if parent := bySpan[s.ParentID]; parent != nil {
			into[find(s.TraceID)] = find(parent.TraceID)
		}
	}
	all := map[model.TraceID]*logical{}
	for _, s := range spans {
		l := all[find(s.TraceID)]
		if l == nil {
			l = &logical{best: s}
			all[find(s.TraceID)] = l
		}
		l.spans = append(l.spans, s)
		if rankOf(s).before(rankOf(l.best)) {
			l.best = s
		}
		if !slices.Contains(l.ids, s.TraceID) {
			l.ids = append(l.ids, s.TraceID)
		}
	}
	return all
}

func TestSpansInAnyOrderComeToTheSameTraces(t *testing.T) {
	for seed := range uint64(25) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			spans := forest(random, 20+random.IntN(80))
			config, hook := Config{Dir: t.TempDir()}, newRecorder()
			s := openStore(t, config, hook)
			arrivals := append(slices.Clone(spans), spans[:len(spans)/3]...) // some come twice
			random.Shuffle(len(arrivals), func(i, j int) { arrivals[i], arrivals[j] = arrivals[j], arrivals[i] })
			for len(arrivals) > 0 {
				n := min(len(arrivals), 1+random.IntN(20))
				batch := make([]Item, n)
				for i, span := range arrivals[:n] {
					own := *span
					own.Attributes = slices.Clone(span.Attributes)
					batch[i] = Item{Span: &own, Session: fmt.Sprint(span.TraceID[15] % 4)}
				}
				arrivals = arrivals[n:]
				require.NoError(t, s.Append(t.Context(), batch))
				switch random.IntN(5) {
				case 0:
					seal(t, s)
				case 1:
					require.NoError(t, s.Close())
					s = openStore(t, config, hook)
				case 2:
					require.NoError(t, s.compact(t.Context()))
				}
			}
			checkForest(t, s, spans, hook)
		})
	}
}

func checkForest(t *testing.T, s *Store, spans []*model.Span, hook *recorder) {
	t.Helper()
	known := hook.known()
	require.Len(t, known, len(spans))
	want := logicalTraces(spans)
	require.EqualValues(t, len(want), count(t, s, "SELECT count(*) FROM traces"))
	for _, l := range want {
		errors := 0
		byID := map[model.SpanID]*model.Span{}
		for _, span := range l.spans {
			byID[span.SpanID] = span
			if span.StatusCode == statusError {
				errors++
			}
		}
		for _, id := range l.ids {
			found, err := s.Trace(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, l.best.TraceID, found.ID)
			require.Equal(t, l.best.Name, found.Name)
			require.Equal(t, len(l.spans), found.TraceInfo.Spans)
			require.Equal(t, errors, found.Errors)
			require.Len(t, found.Spans, len(l.spans))
			for _, span := range found.Spans {
				require.Equal(t, l.best.TraceID, known[span.Seq], "what the hook was told")
				span := *span
				span.Seq = 0
				require.Equal(t, *byID[span.SpanID], span)
			}
		}
	}
}
