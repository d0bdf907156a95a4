package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

func conversationPage(t *testing.T, output string) (page traceapi.ConversationPage) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(output), &page))
	return page
}

func TestConversationsAreThoseOfTheStore(t *testing.T) {
	store := fakestore.New(now)
	s := withStore(t, store)
	for arguments, query := range map[string]traceapi.Query{
		"":                               {Limit: 20, Order: traceapi.OrderWorst},
		"--order newest":                 {Limit: 20, Order: traceapi.OrderNewest},
		"quality:severe service:shop":    {Limit: 20, Search: "quality:severe service:shop"},
		"--limit 3":                      {Limit: 3},
		"--since 2h --limit 5":           {Limit: 5, From: now.UnixNano() - 2*3600*1e9},
		"--all":                          {Limit: traceapi.MaxLimit},
		"--order newest invoice charged": {Limit: 20, Search: "invoice charged", Order: traceapi.OrderNewest},
	} {
		want, err := store.Conversations(t.Context(), query)
		require.NoError(t, err)
		require.NotEmpty(t, want.Conversations, arguments)
		got := conversationPage(t, s.output(t, append([]string{"conversations", "--json"}, strings.Fields(arguments)...)...))
		assert.Equal(t, want, got, arguments)
	}
}

func TestCursorGoesOn(t *testing.T) {
	s := withConversations(t)
	first := conversationPage(t, s.output(t, "conversations", "--json", "--limit", "3"))
	second := conversationPage(t, s.output(t, "conversations", "--json", "--limit", "3", "--cursor", first.NextCursor))
	both := conversationPage(t, s.output(t, "conversations", "--json", "--limit", "6"))
	assert.Equal(t, both.Conversations, append(first.Conversations, second.Conversations...))

	_, stderr, code := s.run(t, "conversations", "--limit", "3")
	require.Equal(t, exitOK, code)
	assert.Equal(t, "3 shown; more: --limit N, --all, or --cursor "+first.NextCursor+"\n", stderr)
	_, stderr, _ = s.run(t, "conversations", "--all")
	assert.Empty(t, stderr)
}

// manyPages answers a conversation a page.
type manyPages struct{ *fakestore.Store }

func (m manyPages) Conversations(ctx context.Context, q traceapi.Query) (traceapi.ConversationPage, error) {
	q.Limit = 1
	return m.Store.Conversations(ctx, q)
}

func TestPagesAreCollected(t *testing.T) {
	s := withStore(t, manyPages{fakestore.New(now)})
	all := conversationPage(t, s.output(t, "conversations", "--json", "--all"))
	assert.Greater(t, len(all.Conversations), 20)
	assert.Empty(t, all.NextCursor)
	some := conversationPage(t, s.output(t, "conversations", "--json", "--limit", "4"))
	assert.Equal(t, all.Conversations[:4], some.Conversations)
	assert.NotEmpty(t, some.NextCursor)
}

func TestNoConversations(t *testing.T) {
	s := withStore(t, fakestore.Empty(now))
	assert.Contains(t, s.output(t, "conversations"), "No conversations found.\nSend spans to ")
	assert.Equal(t, "No conversations found.\n", s.output(t, "conversations", "word"))
	assert.Equal(t, "No issues found.\n", s.output(t, "issues"))
	assert.JSONEq(t, `{"conversations": []}`, s.output(t, "conversations", "--json"))
	assert.JSONEq(t, `{"issues": []}`, s.output(t, "issues", "--json"))
	assert.JSONEq(t, `{"conversations": []}`, s.output(t, "conversations", "--json", "--limit", "0"))
	assert.Equal(t, "No traces found.\n", s.output(t))
}

func TestListMistakes(t *testing.T) {
	s := withConversations(t)
	for _, tt := range []struct{ arguments, want string }{
		{"conversations --order best", `--order: must be one of worst, newest, is "best"`},
		{"conversations --limit -1", "Limit must be greater than or equal to 0."},
		{"conversations --since 5x", `Invalid --since window: "5x". Use a number`},
		{"conversations colour:red", `"colour:red": unknown field colour:`},
		{"issues score:high", `"score:high": `},
		{"show", "one ID must be given"},
		{"open a b", "one ID at most, are 2"},
		{"watch x", `watch takes no arguments, is given "x"`},
		{"listen --port 0", "--port: must be between 1 and 65534, is 0"},
	} {
		_, stderr, code := s.run(t, strings.Fields(tt.arguments)...)
		assert.Equal(t, exitUsage, code, tt.arguments)
		assert.Contains(t, stderr, "planotrace "+strings.Fields(tt.arguments)[0]+": "+tt.want)
		assert.Equal(t, 1, strings.Count(stderr, "\n"))
	}
}

// The shell takes the quotes away with which a phrase was typed.
func TestSearchText(t *testing.T) {
	for want, words := range map[string][]string{
		`quality:severe "money back"`: {"quality:severe", "money back"},
		`quality:severe tool:refund`:  {"quality:severe tool:refund"},
		`"money back"`:                {`"money back"`},
		`tool:"get invoice"`:          {`tool:"get invoice"`},
		``:                            nil,
	} {
		assert.Equal(t, want, searchText(words))
	}
}

func TestIssuesAreThoseOfTheStore(t *testing.T) {
	store := fakestore.New(now)
	s := withStore(t, store)
	want, err := store.Issues(t.Context(), traceapi.Query{Limit: 4, Search: "service:shop"})
	require.NoError(t, err)
	var got traceapi.IssuePage
	require.NoError(t, json.Unmarshal([]byte(s.output(t, "issues", "--json", "--limit", "4", "service:shop")), &got))
	assert.Equal(t, want, got)
}

func TestSpark(t *testing.T) {
	assert.Equal(t, "·▁▄█", spark([]int{0, 1, 4, 8}))
	assert.Empty(t, spark(nil))
	assert.Equal(t, "··", spark([]int{0, -1}))
}
