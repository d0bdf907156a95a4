package spanstore

import (
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

const (
	waitLong  = 10 * time.Second
	waitShort = time.Millisecond
)

// noon is when the clock of tests stands still.
var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newClock() *clock { return &clock{now: noon} }

func openStore(tb testing.TB, config Config, hook Hook) *Store {
	tb.Helper()
	if config.Now == nil {
		config.Now = newClock().Now
	}
	s, err := Open(tb.Context(), config, hook)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

func traceNumber(n uint64) (id model.TraceID) {
	binary.BigEndian.PutUint64(id[:], n*0x9E3779B97F4A7C15)
	binary.BigEndian.PutUint64(id[8:], n)
	return id
}

func spanNumbered(n uint64) (id model.SpanID) {
	if n > 0 {
		binary.BigEndian.PutUint64(id[:], n*0x9E3779B97F4A7C15)
	}
	return id
}

// testSpan is a span of the second before noon, or of a later one.
func testSpan(trace, span, parent uint64) *model.Span {
	start := uint64(noon.Add(-time.Second).UnixNano()) + span
	return &model.Span{
		TraceID: traceNumber(trace), SpanID: spanNumbered(span), ParentID: spanNumbered(parent),
		Name: fmt.Sprintf("span %d", span), Start: start, End: start + 1000, Resource: &model.Resource{Service: "shop"},
	}
}

func items(spans ...*model.Span) []Item {
	all := make([]Item, len(spans))
	for i, s := range spans {
		all[i] = Item{Span: s}
	}
	return all
}

func appendSpans(tb testing.TB, s *Store, spans ...*model.Span) {
	tb.Helper()
	require.NoError(tb, s.Append(tb.Context(), items(spans...)))
}

// names are those of the spans of a trace.
func names(tb testing.TB, s *Store, trace uint64) []string {
	tb.Helper()
	found, err := s.Trace(tb.Context(), traceNumber(trace))
	require.NoError(tb, err)
	all := make([]string, len(found.Spans))
	for i, span := range found.Spans {
		all[i] = span.Name
	}
	return all
}

// seal makes blocks of all that is in the head.
func seal(tb testing.TB, s *Store) {
	tb.Helper()
	require.Eventually(tb, func() bool {
		left := 0
		require.NoError(tb, s.writer.do(tb.Context(), func() error {
			err := s.writer.sealNow()
			left = s.writer.head.len()
			return err
		}))
		return left == 0
	}, waitLong, waitShort)
}

// count returns the number that a query gives.
func count(tb testing.TB, s *Store, query string) (n int64) {
	tb.Helper()
	require.NoError(tb, s.Read(tb.Context(), func(conn *sqlite.Conn) (err error) {
		n, err = number(conn, query)
		return err
	}))
	return n
}

func text(key, value string) model.Attribute {
	return model.Attribute{Key: key, Value: model.Value{Type: model.String, Text: value}}
}

// bulky is a span with a long text.
func bulky(trace, span uint64, what string) *model.Span {
	s := testSpan(trace, span, 0)
	s.Attributes = []model.Attribute{text("short", "x"), text("gen_ai.input.messages", what+strings.Repeat(" lorem ipsum", 400))}
	return s
}

// hold keeps the writer from doing anything until release is called.
func hold(tb testing.TB, s *Store) (release func()) {
	tb.Helper()
	begun, held := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.writer.do(tb.Context(), func() error {
			close(begun)
			<-held
			return nil
		})
	}()
	<-begun
	release = sync.OnceFunc(func() { close(held) })
	tb.Cleanup(release)
	return release
}
