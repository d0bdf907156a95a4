package catalogue

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func hexTrace(n int) string {
	id := traceID(n)
	return hex.EncodeToString(id[:])
}

// shelf is a catalogue with conversations s0 to s19, of four qualities and one that was not judged.
func shelf(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	for i := range 20 {
		o := chat(fmt.Sprintf("s%d", i), user(fmt.Sprintf("question number%d about the 返品 policy", i)), answer("get_invoice says no"))
		o.User, o.Model, o.Agent = fmt.Sprintf("user-%d", i%3), fmt.Sprintf("gpt-%d", i%2), "Desk"
		if score := 10 + 20*(i%5); i%5 < 4 {
			o = judged(o, signals.QualityOf(float64(score)).String(), float64(score))
		}
		if i%4 == 0 {
			o.Findings = append(o.Findings, found(signals.Escalation, 0, "a human please", true))
		}
		if i%5 == 1 {
			f := found(signals.InvalidArgs, 1, fmt.Sprintf("order %d not found", i), true)
			f.Metadata.Tool = "get_invoice"
			o.Findings = append(o.Findings, f)
		}
		d.apply(spanAt(i, i+1, 100*i, o))
	}
	return d
}

func TestSearchFindsConversations(t *testing.T) {
	d := shelf(t)
	for search, want := range map[string]string{
		"number7":                          "s7",
		"NUMBER7 question":                 "s7",
		`"number7 about"`:                  "s7",
		`"about number7"`:                  "",
		"number1*":                         "s11 s16 s12 s17 s18 s13 s1 s10 s15 s14 s19",
		"number1,number2":                  "s1 s2",
		"返品 number3":                       "s3",
		"品返":                               "",
		"get_invoice number4":              "s4",
		"quality:severe":                   "s15 s10 s5 s0",
		"quality:none":                     "s19 s14 s9 s4",
		"quality:poor,good user:user-1":    "s16 s1 s13",
		"score:>50 -user:user-0":           "s13 s8",
		"signal:escalation quality:severe": "s0",
		"signal:disengagement -signal:failure number*": "s0 s12 s8 s4",
		"tool:get_invoice":                                       "",
		"model:GPT-1 quality:severe":                             "s15 s5",
		"service:shop agent:desk session:s1":                     "s1",
		"session:S1* score:<=10":                                 "s15 s10",
		"error:order number11":                                   "s11",
		"error:question":                                         "",
		"since:23h30m number18,number1":                          "s18",
		"turns:3 tokens:12 duration:<2s errors:0 cost:0 number2": "s2",
		"trace:" + hexTrace(6):                                   "s6",
		"trace:" + hexTrace(6)[:8]:                               "s6",
		"-number1* -number2,number3":                             "s5 s0 s6 s7 s8 s9 s4",
	} {
		got := d.found(search)
		wanted := strings.Fields(want)
		if strings.HasPrefix(search, "number1*") || strings.HasPrefix(search, "signal:dis") {
			slices.Sort(got)
			slices.Sort(wanted)
		}
		assert.Equal(t, wanted, append([]string{}, got...), search)
	}
}

func TestListsAreOrderedAndGoOn(t *testing.T) {
	d := shelf(t)
	for _, order := range []string{traceapi.OrderWorst, traceapi.OrderNewest} {
		whole := d.list(traceapi.Query{Order: order}).Conversations
		require.GreaterOrEqual(t, len(whole), 20)
		var pages []traceapi.ConversationSummary
		q := traceapi.Query{Order: order, Limit: 3}
		for n := 0; ; n++ {
			page := d.list(q)
			pages = append(pages, page.Conversations...)
			if q.Cursor = page.NextCursor; q.Cursor == "" {
				break
			}
			d.apply(spanAt(1000+n, 1000+n, 5000+n, judged(chat("", user("new")), "Severe", 1)))
		}
		ids := map[string]int{}
		for i := range pages {
			ids[pages[i].ID]++
		}
		for i := range whole {
			assert.Equal(t, 1, ids[whole[i].ID], "%s: %s", order, whole[i].Session)
		}
	}
}

func TestForgedCursors(t *testing.T) {
	d := shelf(t)
	good := d.list(traceapi.Query{Limit: 2}).NextCursor
	raw, err := base64.RawURLEncoding.DecodeString(good)
	require.NoError(t, err)
	raw[3] ^= 1
	for _, cursor := range []string{
		"x", "'; DROP TABLE calls", good + "A", good[1:], base64.RawURLEncoding.EncodeToString(raw), strings.Repeat("A", 54),
	} {
		_, err := d.c.Conversations(context.Background(), d.conn, traceapi.Query{Cursor: cursor}, nil)
		require.ErrorIs(t, err, traceapi.ErrInvalid, cursor)
		require.ErrorContains(t, err, "cursor", cursor)
		_, err = d.c.Issues(context.Background(), d.conn, traceapi.Query{Cursor: cursor}, nil)
		require.ErrorIs(t, err, traceapi.ErrInvalid, cursor)
	}
	_, err = d.c.Conversations(context.Background(), d.conn, traceapi.Query{Cursor: good, Order: traceapi.OrderNewest}, nil)
	require.ErrorIs(t, err, traceapi.ErrInvalid, "a cursor of another list")
}

func TestInvalidQueries(t *testing.T) {
	d := newDesk(t)
	for want, q := range map[string]traceapi.Query{
		"unknown field":    {Search: "foo:bar"},
		"no word to look":  {Search: `"!!!"`},
		"order":            {Order: "best"},
		"from and to":      {From: -1},
		"attributes can't": {Search: "a=b"},
	} {
		_, err := d.c.Conversations(context.Background(), d.conn, q, nil)
		require.ErrorIs(t, err, traceapi.ErrInvalid)
		require.ErrorContains(t, err, want)
	}
	_, err := d.c.Trends(context.Background(), d.conn, traceapi.Query{}, "colour", nil)
	require.ErrorIs(t, err, traceapi.ErrInvalid)
	_, err = d.c.Suggest(context.Background(), d.conn, "colour", "", 1)
	require.ErrorIs(t, err, traceapi.ErrInvalid)
	for _, id := range []string{"", "zz", "0123456789ABCDEF", "0123456789abcdef", strings.Repeat("0", 40)} {
		_, err = d.c.Conversation(context.Background(), d.conn, id)
		require.ErrorIs(t, err, traceapi.ErrNotFound)
	}
}

func TestAttributesAreResolved(t *testing.T) {
	d := shelf(t)
	resolve := func(_ context.Context, _ *sqlite.Conn, key, value string) ([]model.TraceID, error) {
		assert.Equal(t, "http.route", key)
		return map[string][]model.TraceID{"/a": {traceID(1), traceID(2)}, "/b": {traceID(3), traceID(99)}}[value], nil
	}
	page, err := d.c.Conversations(context.Background(), d.conn, traceapi.Query{Search: "http.route=/a,/b -number2"}, resolve)
	require.NoError(t, err)
	require.Len(t, page.Conversations, 2)
	assert.Equal(t, "s1", page.Conversations[0].Session)
	assert.Equal(t, "s3", page.Conversations[1].Session)
	_, err = d.c.Conversations(context.Background(), d.conn, traceapi.Query{Search: "http.route=/a*"}, resolve)
	require.ErrorIs(t, err, traceapi.ErrInvalid)
}

func TestIssues(t *testing.T) {
	d := shelf(t)
	page, err := d.c.Issues(context.Background(), d.conn, traceapi.Query{}, nil)
	require.NoError(t, err)
	require.Len(t, page.Issues, 2)
	human, lost := page.Issues[0], page.Issues[1]
	assert.Equal(t, signals.Escalation.String(), human.Signal)
	assert.Equal(t, 5, human.Conversations)
	assert.Empty(t, human.Error)
	assert.Equal(t, "order <n> not found", lost.Error)
	assert.Equal(t, "get_invoice", lost.Tool)
	assert.Contains(t, lost.Title, "order <n> not found")
	assert.Equal(t, 4, lost.Count)
	assert.Equal(t, epoch+101*second, lost.First)
	assert.Equal(t, epoch+1601*second, lost.Last)
	require.Len(t, lost.Trend, 30)
	require.Len(t, lost.Examples, 3)
	assert.Equal(t, "order 16 not found", lost.Examples[0].Snippet)
	assert.Equal(t, 1, lost.Examples[0].Message)
	assert.Equal(t, []string{"s16", "s11", "s6", "s1"}, d.found("issue:"+lost.ID))

	first, err := d.c.Issues(context.Background(), d.conn, traceapi.Query{Limit: 1}, nil)
	require.NoError(t, err)
	second, err := d.c.Issues(context.Background(), d.conn, traceapi.Query{Limit: 1, Cursor: first.NextCursor}, nil)
	require.NoError(t, err)
	assert.Equal(t, lost, second.Issues[0])
	assert.Empty(t, second.NextCursor)

	some, err := d.c.Issues(context.Background(), d.conn, traceapi.Query{Search: "number6"}, nil)
	require.NoError(t, err)
	require.Len(t, some.Issues, 1)
	require.Len(t, some.Issues[0].Examples, 1)
	assert.Equal(t, "order 6 not found", some.Issues[0].Examples[0].Snippet)
}

func TestTrends(t *testing.T) {
	d := shelf(t)
	sum := func(values []int) (n int) {
		for _, v := range values {
			n += v
		}
		return n
	}
	trends := func(by string) traceapi.Trends {
		got, err := d.c.Trends(context.Background(), d.conn, traceapi.Query{}, by, nil)
		require.NoError(t, err)
		for _, s := range got.Series {
			assert.LessOrEqual(t, len(s.Values), 60)
		}
		return got
	}
	quality := trends("")
	require.Len(t, quality.Series, 6)
	assert.Equal(t, "Severe", quality.Series[0].Name)
	for i, want := range []int{4, 4, 4, 4, 0, 4} {
		assert.Equal(t, want, sum(quality.Series[i].Values), quality.Series[i].Name)
	}
	assert.Equal(t, int64(time.Minute), quality.StepNS)
	models := trends(traceapi.ByModel)
	require.Len(t, models.Series, 2)
	assert.Equal(t, 10, sum(models.Series[0].Values))
	assert.Equal(t, 4, sum(models.Series[0].Poor))
	assert.Equal(t, signals.Escalation.String(), trends(traceapi.BySignal).Series[0].Name)
	empty, err := newDesk(t).c.Trends(context.Background(), d.conn, traceapi.Query{}, traceapi.ByTool, nil)
	require.NoError(t, err)
	assert.Empty(t, empty.Series)
}

func TestSuggest(t *testing.T) {
	d := shelf(t)
	for _, test := range []struct {
		field, prefix string
		want          []traceapi.Suggestion
	}{
		{"quality", "", []traceapi.Suggestion{
			{Value: "good", Count: 4},
			{Value: "neutral", Count: 4},
			{Value: "none", Count: 4},
			{Value: "poor", Count: 4},
			{Value: "severe", Count: 4},
		}},
		{"model", "GPT", []traceapi.Suggestion{{Value: "gpt-0", Count: 10}, {Value: "gpt-1", Count: 10}}},
		{"user", "user-", []traceapi.Suggestion{
			{Value: "user-0", Count: 7}, {Value: "user-1", Count: 7}, {Value: "user-2", Count: 6},
		}},
		{"session", "s19", []traceapi.Suggestion{{Value: "s19", Count: 1}}},
		{"signal", "esc", []traceapi.Suggestion{{Value: signals.Escalation.String(), Count: 5}}},
		{"score", "", []traceapi.Suggestion{}},
		{"session", "%' OR 1=1 --", []traceapi.Suggestion{}},
	} {
		got, err := d.c.Suggest(context.Background(), d.conn, test.field, test.prefix, 10)
		require.NoError(t, err)
		assert.Equal(t, test.want, got, test.field)
	}
	got, err := d.c.Suggest(context.Background(), d.conn, "session", "s", 3)
	require.NoError(t, err)
	assert.Len(t, got, 3)
}

func TestQueriesEndWithTheirTime(t *testing.T) {
	d := shelf(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	page, err := d.c.Conversations(ctx, d.conn, traceapi.Query{}, nil)
	require.NoError(t, err)
	assert.True(t, page.Partial)
	issues, err := d.c.Issues(ctx, d.conn, traceapi.Query{}, nil)
	require.NoError(t, err)
	assert.True(t, issues.Partial)
	done := make(chan struct{})
	close(done)
	d.conn.SetInterrupt(done)
	page, err = d.c.Conversations(context.Background(), d.conn, traceapi.Query{Search: "question"}, nil)
	require.NoError(t, err)
	assert.True(t, page.Partial)
	d.conn.SetInterrupt(nil)
}

func TestSet(t *testing.T) {
	s := newSet()
	for _, cid := range []int64{0, 63, 64, 4095, 4096, 1 << 40} {
		assert.False(t, s.has(cid))
		s.add(cid)
		assert.True(t, s.has(cid))
	}
	assert.False(t, s.has(1))
}

func TestListsShowWhatAConversationIs(t *testing.T) {
	d := newDesk(t)
	d.apply(session()...)
	page := d.list(traceapi.Query{})
	require.Len(t, page.Conversations, 1)
	assert.Equal(t, d.only().ConversationSummary, page.Conversations[0])
}
