package spanstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// listed is what the model of a list knows of a trace.
type listed struct {
	id     uint64
	last   uint64
	errors int
	worst  string
	values []KeyValue
}

// fillLists appends traces that begin and go on in many batches, some sealed.
func fillLists(t *testing.T, s *Store, random *rand.Rand) []*listed {
	t.Helper()
	byID := map[uint64]*listed{}
	span := uint64(0)
	for range 40 {
		var batch []Item
		for range 30 {
			span++
			id := 1 + random.Uint64N(120)
			l := byID[id]
			if l == nil {
				l = &listed{id: id}
				byID[id] = l
			}
			sp := testSpan(id, span, 0)
			sp.Start = uint64(noon.Add(-time.Hour).UnixNano()) + random.Uint64N(1e9)
			sp.End = sp.Start + random.Uint64N(1e9)
			values := []KeyValue{
				{Key: "color", Value: []string{"red", "green", "blue"}[random.IntN(3)]}, {Key: "n", Value: fmt.Sprint(random.IntN(60))},
			}
			for _, kv := range values {
				sp.Attributes = append(sp.Attributes, text(kv.Key, kv.Value))
			}
			item := Item{Span: sp}
			if random.IntN(20) == 0 {
				sp.StatusCode = statusError
				l.errors++
			}
			if random.IntN(10) == 0 {
				item.Observation = &observe.Observation{Quality: qualities[1+random.IntN(5)]}
				if qualityNumber(item.Observation.Quality) > qualityNumber(l.worst) {
					l.worst = item.Observation.Quality
				}
			}
			l.values = append(l.values, append(values, KeyValue{Key: "name", Value: sp.Name})...)
			l.last = max(l.last, sp.End)
			batch = append(batch, item)
		}
		require.NoError(t, s.Append(t.Context(), batch))
		if random.IntN(3) == 0 {
			seal(t, s)
		}
	}
	all := make([]*listed, 0, len(byID))
	for _, l := range byID {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b *listed) int { return int(b.last) - int(a.last) })
	return all
}

func (l *listed) meets(f *Filter) bool {
	for _, kv := range f.Where {
		if slices.Contains(l.values, KeyValue{Key: kv.Key, Value: kv.Value}) == kv.Not {
			return false
		}
	}
	return (f.From == 0 || int64(l.last) >= f.From) && (f.To == 0 || int64(l.last) < f.To) && (!f.Errors || l.errors > 0) &&
		(len(f.Qualities) == 0 || slices.Contains(f.Qualities, l.worst))
}

func TestListsHoldWhatIsWantedInTheirOrderOnEveryPage(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	all := fillLists(t, s, random)
	color := func(not bool) KeyValue { return KeyValue{Key: "color", Value: "red", Not: not} }
	n := func(n int, not bool) KeyValue { return KeyValue{Key: "n", Value: fmt.Sprint(n), Not: not} }
	middle := int64(all[len(all)/2].last)
	filters := []Filter{
		{},
		{Errors: true},
		{Qualities: []string{"Severe", "Poor"}},
		{Qualities: []string{"none such"}},
		{From: middle},
		{To: middle},
		{Where: []KeyValue{color(false)}},
		{Where: []KeyValue{color(true)}},
		{Where: []KeyValue{n(7, false)}},
		{Where: []KeyValue{color(false), n(8, false)}},
		{Where: []KeyValue{n(9, false), n(10, true)}},
		{Where: []KeyValue{n(1, true), n(2, true)}, Errors: true},
		{Where: []KeyValue{{Key: "name", Value: "span 77"}}},
		{Where: []KeyValue{color(false)}, From: middle},
		{Where: []KeyValue{n(3, false)}, To: middle, Qualities: []string{"Good", ""}},
		{Where: []KeyValue{{Key: "nothing", Value: ""}}},
	}
	for i, f := range filters {
		var want []model.TraceID
		for _, l := range all {
			if l.meets(&f) {
				want = append(want, traceNumber(l.id))
			}
		}
		for _, limit := range []int{1, 7, 1000} {
			require.Equal(t, want, pages(t, s, f, limit), "filter %d, limit %d", i, limit)
		}
	}
}

// pages reads all pages of a list.
func pages(t *testing.T, s *Store, f Filter, limit int) (ids []model.TraceID) {
	t.Helper()
	cursor := ""
	for range 300 {
		list, err := s.Traces(t.Context(), f, cursor, limit)
		require.NoError(t, err)
		require.False(t, list.Partial)
		require.LessOrEqual(t, len(list.Traces), limit)
		for _, info := range list.Traces {
			ids = append(ids, info.ID)
		}
		if cursor = list.Next; cursor == "" {
			return ids
		}
	}
	require.Fail(t, "the list has no end")
	return nil
}

func TestDurationFilters(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	long := testSpan(1, 1, 0)
	long.End = long.Start + uint64(time.Second)
	appendSpans(t, s, long, testSpan(2, 2, 0))
	for f, want := range map[*Filter]int{
		{MinDuration: time.Second}: 1, {MaxDuration: time.Second}: 2, {MaxDuration: time.Second - 1}: 1, {MinDuration: time.Second + 1}: 0,
	} {
		require.Len(t, pages(t, s, *f, 10), want)
		f.Where = []KeyValue{{Key: "service.name", Value: "shop"}}
		require.Len(t, pages(t, s, *f, 10), want)
	}
}

func TestListsThatRunOutOfTimeGoOnFromThere(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	appendSpans(t, s, testSpan(1, 1, 0))
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, s.Read(t.Context(), func(conn *sqlite.Conn) error {
		cancel()
		l := &lister{store: s, ctx: ctx, conn: conn, filter: &Filter{Where: []KeyValue{{Key: "a", Value: "b"}}}, after: beginning, limit: 1}
		require.ErrorIs(t, l.run(), context.Canceled)
		require.Equal(t, beginning.String(), l.list().Next)
		return nil
	}))
}

func TestInvalidLists(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	for _, cursor := range []string{"x", "1", "1.2.3", "1.2x", "1. 2"} {
		_, err := s.Traces(t.Context(), Filter{}, cursor, 10)
		require.ErrorIs(t, err, traceapi.ErrInvalid, cursor)
	}
	_, err := s.Traces(t.Context(), Filter{Where: make([]KeyValue, maxWhere+1)}, "", 10)
	require.ErrorIs(t, err, traceapi.ErrInvalid)
}

func TestWhereAndTraceInfos(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	appendSpans(t, s, testSpan(1, 1, 0), testSpan(2, 2, 1), testSpan(3, 3, 0))
	require.NoError(t, s.Read(t.Context(), func(conn *sqlite.Conn) error {
		ids, err := s.Where(t.Context(), conn, []KeyValue{{Key: "name", Value: "span 2"}}, 10)
		require.NoError(t, err)
		require.Equal(t, []model.TraceID{traceNumber(1)}, ids)
		infos, err := s.TraceInfos(conn, []model.TraceID{traceNumber(3), traceNumber(9), traceNumber(2)})
		require.NoError(t, err)
		require.Len(t, infos, 2)
		require.Equal(t, traceNumber(3), infos[0].ID)
		require.Equal(t, traceNumber(1), infos[1].ID)
		return nil
	}))
}
