package catalogue

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// judged gives a call a verdict.
func judged(o *observe.Observation, quality string, score float64, findings ...observe.Finding) *observe.Observation {
	o.Judged, o.Quality, o.Score, o.Turns, o.Findings = true, quality, score, 3, findings
	o.Summary = quality + " (" + strconv.Itoa(int(score)) + "): complained 3 times (-17), rate limited (-5)"
	return o
}

func tool(session, name, id string) *observe.Observation {
	return &observe.Observation{Kind: observe.KindTool, Session: session, Tool: name, CallID: id}
}

func found(leaf signals.Leaf, message int, snippet string, isNew bool) observe.Finding {
	return observe.Finding{Leaf: leaf.String(), Message: message, Confidence: 1, New: isNew, Snippet: snippet}
}

// session is a conversation over two traces with all kinds of spans.
func session() []spanstore.Applied {
	first := judged(chat("s1", user("I want my money"), answer("Why?")), "Neutral", 50)
	first.User, first.Agent, first.Cost, first.WasteTokens = "u7", "clerk", 0.5, 3
	second := judged(chat("s1", user("I want my money"), answer("Why?"), user("You are useless"), answer("Sorry")), "Severe", 12,
		found(signals.NegativeStance, 2, "You are useless", true), found(signals.NegativeStance, 2, "", false))
	second.Model = "m2"
	failing := chat("s1")
	failing.Findings = []observe.Finding{found(signals.InvalidArgs, -1, "order 88 of bob@x.org not found", true)}
	failing.Error = "order 88 not found"
	failed := spanAt(2, 7, 26, failing)
	failed.Span.StatusCode = statusError
	root := &observe.Observation{Kind: observe.KindAgent, Agent: "clerk", Input: 500}
	return []spanstore.Applied{
		spanAt(1, 1, 0, root), spanAt(1, 2, 1, first), spanAt(1, 3, 2, tool("", "refund", "c1")), spanAt(1, 4, 9, nil),
		spanAt(2, 5, 20, nil), spanAt(2, 6, 21, second), failed, spanAt(2, 8, 30, tool("s1", "search", "c2")),
	}
}

// plain leaves out what follows from the order in which spans came.
func plain(d *Detail) *Detail {
	for i := range d.Transcript.Calls {
		d.Transcript.Calls[i].Seq = 0
	}
	return d
}

func TestSummary(t *testing.T) {
	d := newDesk(t)
	d.apply(session()...)
	got := d.only()
	assert.Equal(t, traceapi.ConversationSummary{
		ID: FormatID(key{'s', "s1"}.hash(0)), Session: "s1", Quality: "Severe", Score: 12, Reason: "complained 3 times",
		FirstMessage: "I want my money", LastAnswer: "Sorry",
		Signals: []traceapi.SignalCount{{Signal: signals.NegativeStance.String(), Count: 1}, {Signal: signals.InvalidArgs.String(), Count: 1}},
		Service: "shop", Agent: "clerk", User: "u7", Models: []string{"m1", "m2"}, Turns: 3,
		Tokens: traceapi.Tokens{Input: 30, Output: 6}, Cost: 0.5, Waste: &traceapi.Waste{Tokens: 3},
		Start: epoch, End: epoch + 31*second, DurationNS: 31 * second, Traces: 2, Spans: 8, Errors: 1,
	}, got.ConversationSummary)
	assert.Equal(t, "kept", got.Content)
	assert.Equal(t, 4, got.MessageCount)
	require.Len(t, got.Findings, 2)
	assert.Equal(t, 2, got.Findings[0].Message)
	assert.Len(t, got.Contributions, 2)
	require.NotEmpty(t, d.changes)
	assert.Equal(t, got.ConversationSummary, *d.changes[len(d.changes)-1].Conversation)
}

func TestOrderOfSpansDoesNotMatter(t *testing.T) {
	want := newDesk(t)
	want.apply(session()...)
	rng := rand.New(rand.NewPCG(2, 2))
	for range 30 {
		d := newDesk(t)
		spans := session()
		rng.Shuffle(len(spans), func(i, j int) { spans[i], spans[j] = spans[j], spans[i] })
		for len(spans) > 0 {
			n := min(len(spans), 1+rng.IntN(3))
			d.apply(spans[:n]...)
			if spans = spans[n:]; rng.IntN(5) == 0 {
				d.restart()
			}
		}
		assert.Equal(t, plain(want.only()), plain(d.only()))
		assert.Equal(t, []string{"s1"}, d.found("tool:refund tool:search useless error:order signal:invalid_args"))
	}
}

func TestConversationOfATraceBecomesThatOfItsSession(t *testing.T) {
	d := newDesk(t)
	d.apply(spanAt(1, 2, 5, chat("", user("where is my parcel"), answer("here"))))
	before := d.only().ID
	d.apply(spanAt(1, 1, 0, &observe.Observation{Kind: observe.KindAgent, Session: "s"}))
	after := d.only()
	assert.Equal(t, "s", after.Session)
	assert.NotEqual(t, before, after.ID)
	assert.Equal(t, after.ID, d.detail(before).ID, "the old id leads to the new one")
	assert.Equal(t, []string{"s"}, d.found("parcel"))
	d.restart()
	assert.Equal(t, []string{"s"}, d.found("parcel"))
	assert.Equal(t, 2, d.only().Spans)
}

func TestToolsAloneAreNoConversation(t *testing.T) {
	d := newDesk(t)
	d.apply(spanAt(1, 1, 0, tool("s", "look", "c1")), spanAt(1, 2, 1, nil))
	assert.Empty(t, d.found(""))
	d.apply(spanAt(1, 3, 2, chat("s", user("hi"))))
	assert.Equal(t, []string{"s"}, d.found("tool:look"))
	assert.Equal(t, 3, d.only().Spans)
}

func TestLinkedTraces(t *testing.T) {
	spans := session()
	for _, i := range []int{5, 6, 7} {
		spans[i].Observation.Session = ""
	}
	d := newDesk(t)
	d.apply(spans...)
	assert.Len(t, d.found(""), 2)
	d.within(func() error { return d.c.Merge(d.conn, traceID(2), traceID(1)) })
	got := d.only()
	assert.Equal(t, "s1", got.Session)
	assert.Equal(t, 8, got.Spans)
	assert.Equal(t, 1, got.Traces)
	assert.Equal(t, 4, got.MessageCount)
	ids, err := d.c.ConversationsOf(d.conn, traceID(1))
	require.NoError(t, err)
	assert.Equal(t, []string{got.ID}, ids)
	d.restart()
	assert.Equal(t, got, d.only())
}

func TestForgetLeavesWhatTheOtherSpansTell(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for n, messages := range trajectories(t) {
		for name, s := range scripts(distinct(messages), rng) {
			d, want := newDesk(t), newDesk(t)
			d.number(s.calls)
			d.apply(s.calls...)
			traces := (len(s.calls) + 2) / 3
			gone := map[int]bool{}
			for trace := range traces - 1 {
				gone[trace] = rng.IntN(2) == 0
			}
			var rest []spanstore.Applied
			var forgotten []spanstore.Forgotten
			for i := range s.calls {
				if !gone[i/3] {
					rest = append(rest, s.calls[i])
				}
			}
			for trace, is := range gone {
				if is {
					forgotten = append(forgotten, spanstore.Forgotten{Trace: traceID(trace), All: true})
				}
			}
			d.within(func() error { return d.c.Forget(context.Background(), d.conn, forgotten) })
			want.apply(rest...)
			for range 2 {
				wanted, got := want.only(), d.only()
				assert.NotEmpty(t, got.LastAnswer)
				got.LastAnswer = wanted.LastAnswer // stays though its call goes
				assert.Equal(t, wanted, got, "trajectory %d, %s", n, name)
				d.restart()
			}
		}
	}
}

func TestForgetAll(t *testing.T) {
	d := newDesk(t)
	d.apply(session()...)
	d.apply(spanAt(9, 90, 1, chat("", user("alone"))))
	d.apply(spanAt(9, 91, 0, &observe.Observation{Kind: observe.KindAgent, Session: "s9"}))
	d.within(func() error {
		return d.c.Forget(context.Background(), d.conn, []spanstore.Forgotten{
			{Trace: traceID(1), All: true},
			{Trace: traceID(2), Seqs: []uint64{6, 7}},
			{Trace: traceID(2), Seqs: []uint64{5, 8}, All: true},
			{Trace: traceID(9), All: true},
		})
	})
	assert.Empty(t, d.found(""))
	for _, table := range tables {
		if table.name == "names" {
			continue
		}
		n := -1
		require.NoError(t, rows(d.conn, "SELECT count(*) FROM "+table.name, func(s *sqlite.Stmt) error {
			n = s.ColumnInt(0)
			return nil
		}))
		assert.Zero(t, n, table.name)
	}
	d.restart()
	assert.Empty(t, d.c.names.all)
}

func TestAbortLeavesWhatWasCommitted(t *testing.T) {
	d := newDesk(t)
	d.apply(session()[:2]...)
	want := d.only()
	rest := session()[2:]
	d.number(rest)
	errStop := errors.New("stop")
	abort := func(f func() error) {
		end, err := sqlitex.ImmediateTransaction(d.conn)
		require.NoError(t, err)
		err = errors.Join(f(), errStop)
		end(&err)
		require.ErrorIs(t, err, errStop)
		d.c.Abort()
	}
	abort(func() error {
		_, err := d.c.Apply(context.Background(), d.conn, rest)
		return err
	})
	assert.Equal(t, want, d.only())
	assert.Empty(t, d.found("tool:search"))
	abort(func() error {
		return d.c.Forget(context.Background(), d.conn, []spanstore.Forgotten{{Trace: traceID(1), All: true}})
	})
	d.apply(spanAt(5, 50, 50, nil))
	assert.Equal(t, want, d.only())
	d.apply(rest...)
	full := newDesk(t)
	full.apply(session()...)
	assert.Equal(t, plain(full.only()), plain(d.only()))
}

func TestLongConversationsHaveParts(t *testing.T) {
	d := newDesk(t)
	spans := make([]spanstore.Applied, 0, 2048)
	for i := range maxCalls + 100 {
		spans = append(spans, spanAt(i%500, i+1, i, chat("s", user("m"+strconv.Itoa(i)))))
		if len(spans) == cap(spans) {
			d.apply(spans...)
			spans = spans[:0]
		}
	}
	d.apply(spans...)
	page := d.list(traceapi.Query{Order: traceapi.OrderNewest})
	require.Len(t, page.Conversations, 2)
	assert.Equal(t, "s", page.Conversations[0].Session)
	assert.Equal(t, 100, page.Conversations[0].Spans)
	assert.Equal(t, maxCalls, page.Conversations[1].Spans)
}
