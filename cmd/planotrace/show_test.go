package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// A conversation is found by all that people know it by.
func TestShowResolves(t *testing.T) {
	store := fakestore.New(now)
	s := withStore(t, store)
	conversation, err := store.Conversation(t.Context(), fakestore.SeveralTraces)
	require.NoError(t, err)
	require.NotEmpty(t, conversation.Session)
	ids := []string{conversation.ID, conversation.Session}
	for _, trace := range conversation.TraceList {
		ids = append(ids, trace.TraceID, trace.TraceID[:8], strings.ToUpper(trace.TraceID[:8]))
	}
	want := s.output(t, "show", fakestore.SeveralTraces)
	for _, id := range ids {
		assert.Equal(t, want, s.output(t, "show", id), id)
	}
}

func TestShowResolvesPrefixes(t *testing.T) {
	store := fakestore.Empty(now)
	s := withStore(t, store)
	first, second := store.Arrive(now), store.Arrive(now)
	require.Equal(t, first[:15], second[:15])
	assert.Contains(t, s.output(t, "show", first), "conversation "+first)
	_, stderr, code := s.run(t, "show", first[:15])
	assert.Equal(t, exitBadInput, code)
	assert.Contains(t, stderr, "is in 2 conversations: ")
	for _, unknown := range []string{"ffff", "nobody", strings.Repeat("f", 32), "-", `"`, strings.Repeat("x", 10_000)} {
		_, stderr, code = s.run(t, "show", "--", unknown)
		assert.Equal(t, exitBadInput, code)
		assert.Equal(t, 1, strings.Count(stderr, "\n"))
		assert.Less(t, len(stderr), 1000)
	}
}

func TestShowJSON(t *testing.T) {
	store := fakestore.New(now)
	s := withStore(t, store)
	want, err := store.Conversation(t.Context(), fakestore.Loops)
	require.NoError(t, err)
	messages, err := store.Messages(t.Context(), fakestore.Loops, 0, traceapi.MaxLimit)
	require.NoError(t, err)
	var got shownConversation
	require.NoError(t, json.Unmarshal([]byte(s.output(t, "show", fakestore.Loops, "--json")), &got))
	assert.Equal(t, shownConversation{want, messages.Messages}, got)
}

func TestLongConversationIsCut(t *testing.T) {
	s := withConversations(t)
	short := s.output(t, "show", fakestore.ManyMessages)
	assert.Contains(t, short, "9,800 messages left out: --full shows all")
	assert.Contains(t, short, "\n9999  ")
	assert.Less(t, strings.Count(short, "\n"), 2000)
	assert.NotContains(t, s.output(t, "show", fakestore.ManyMessages, "--full"), "left out")
	var all shownConversation
	require.NoError(t, json.Unmarshal([]byte(s.output(t, "show", fakestore.ManyMessages, "--json")), &all))
	assert.Len(t, all.Messages, 10_000)
}

func TestLongMessageIsCut(t *testing.T) {
	s := withConversations(t)
	assert.Contains(t, s.output(t, "show", fakestore.LongMessage), " bytes more: --full")
	assert.Less(t, len(s.output(t, "show", fakestore.LongMessage)), 20_000)
	assert.Greater(t, len(s.output(t, "show", fakestore.LongMessage, "--full")), 1_000_000)
}

// one is a store with one conversation.
type one struct {
	*fakestore.Store
	conversation traceapi.Conversation
	messages     []traceapi.Message
}

func (o one) Conversation(context.Context, string) (traceapi.Conversation, error) {
	return o.conversation, nil
}

func (o one) Messages(_ context.Context, _ string, offset, limit int) (traceapi.MessagePage, error) {
	to := min(offset+limit, len(o.messages))
	return traceapi.MessagePage{Messages: o.messages[min(offset, to):to], Total: len(o.messages)}, nil
}

func withMessages(t *testing.T, messages []traceapi.Message, more func(*traceapi.Conversation)) *scene {
	t.Helper()
	for i := range messages {
		messages[i].Index = i
	}
	c := traceapi.Conversation{MessageCount: len(messages), Content: "kept"}
	c.ID = "00000000000000ff"
	if more != nil {
		more(&c)
	}
	return withStore(t, one{fakestore.Empty(now), c, messages})
}

// transcriptOf is what stands below the title.
func transcriptOf(t *testing.T, output string) string {
	t.Helper()
	_, after, ok := strings.Cut(output, "Transcript\n")
	require.True(t, ok)
	return after
}

func TestCallsHaveTheirResults(t *testing.T) {
	s := withMessages(t, []traceapi.Message{
		{Role: traceapi.RoleToolCall, Tool: "a", CallID: "1", Arguments: `{"x":1}`},
		{Role: traceapi.RoleToolCall, Tool: "a", CallID: "2", Arguments: `{"x":2}`},
		{Role: traceapi.RoleToolCall, Tool: "b", Arguments: `{}`},
		{Role: traceapi.RoleToolResult, Tool: "a", CallID: "2", Text: "two"},
		{Role: traceapi.RoleToolResult, Tool: "a", CallID: "1", Text: "one", Failed: true, DurationNS: 5e6},
		{Role: traceapi.RoleToolResult, Tool: "c", Text: "without a call"},
		{Role: traceapi.RoleToolCall, Tool: "d", CallID: "3"},
		{Role: traceapi.RoleToolResult, CallID: "3", Text: "no tool named"},
		{Role: traceapi.RoleToolCall, Tool: "e", CallID: "4"},
		{Role: traceapi.RoleToolResult, Text: "neither"},
		{Role: traceapi.RoleAssistant, Attachments: []traceapi.Attachment{{Type: "image/png", Bytes: 12_000}}},
		{Role: "critic", Text: "hm"},
		{Role: traceapi.RoleUser},
	}, func(c *traceapi.Conversation) {
		c.Findings = []traceapi.Finding{{Signal: "environment.exhaustion.api_error", Message: 7}}
	})
	assert.Equal(t, `   0  call      a(x=1)  ✗ one  5.0 ms
   1  call      a(x=2)  ✓ two
   2  call      b()  ✓ neither
   5  result    c ✓ without a call
   6  call      d()  ✗ no tool named
                ⚑ api error
   8  call      e()  no result
  10  assistant [image/png, 12kB]
  11  critic    hm
  12  user      (empty)
`, transcriptOf(t, s.output(t, "show", "00000000000000ff")))
}

// Rounds that are the same are one line; another outcome is not.
func TestRoundsAreFolded(t *testing.T) {
	var messages []traceapi.Message
	for i, text := range []string{"no", "no", "no", "yes", "no"} {
		id := fmt.Sprint(i)
		messages = append(messages,
			traceapi.Message{Role: traceapi.RoleToolCall, Tool: "a", CallID: id, Arguments: "{}"},
			traceapi.Message{Role: traceapi.RoleToolResult, Tool: "a", CallID: id, Text: text})
	}
	s := withMessages(t, messages, func(c *traceapi.Conversation) {
		c.Loops = []traceapi.Loop{{Signal: "execution.loops.retry", Tool: "a", Rounds: 4, Messages: [2]int{0, 8}}}
		c.Findings = []traceapi.Finding{
			{Signal: "execution.loops.retry", Message: 2, Tool: "a"}, {Signal: "execution.loops.retry", Message: 4, Tool: "a"},
		}
	})
	assert.Equal(t, `╭─ loop: retry a, 4 rounds
│   0  call      a()  ×3 ✓ no
│                ⚑ retry a
│   6  call      a()  ✓ yes
╰─
   8  call      a()  ✓ no
`, transcriptOf(t, s.output(t, "show", "00000000000000ff")))
	assert.Equal(t, 5, strings.Count(s.output(t, "show", "00000000000000ff", "--full"), "call "))
}

func TestNoMessages(t *testing.T) {
	s := withMessages(t, nil, func(c *traceapi.Conversation) { c.Content = "absent" })
	assert.Contains(t, s.output(t, "show", "00000000000000ff"), "The spans hold no message texts")
	s = withMessages(t, nil, nil)
	assert.Contains(t, s.output(t, "show", "00000000000000ff"), "The spans hold no messages")
}

func TestCallArguments(t *testing.T) {
	for arguments, want := range map[string]string{
		`{"id": 88, "why": "lost it", "deep": {"a": [1]}}`: `id=88, why="lost it", deep={"a": [1]}`,
		`{}`:                   ``,
		`[1, 2]`:               `[1, 2]`,
		`"text"`:               `"text"`,
		`not JSON`:             `not JSON`,
		`{"a": 1, "b": "cut o`: `a=1, b=…`,
		`{"\u001b": "\u202e"}`: `\x1b="\u202e"`,
		``:                     ``,
	} {
		assert.Equal(t, want, callArguments(arguments), arguments)
	}
	assert.LessOrEqual(t, len(callArguments(`{"a": "`+strings.Repeat("x", 1<<20)+`"}`)), maxOneLine)
}

func TestShowWithoutAnID(t *testing.T) {
	s := withConversations(t)
	s.interactive = true
	worst := conversationPage(t, s.output(t, "conversations", "--json", "--limit", "50")).Conversations
	s.pick = func(_ context.Context, _ string, choices []string) (int, error) {
		assert.Len(t, choices, len(worst))
		assert.Contains(t, choices[1], "✖ Severe")
		return 1, nil
	}
	assert.Contains(t, s.output(t, "show"), "conversation "+worst[1].ID)
	s.pick = func(context.Context, string, []string) (int, error) { return 0, errCancelled }
	assert.Equal(t, "Cancelled.\n", s.output(t, "show"))
	_, _, code := s.run(t, "show", "--json")
	assert.Equal(t, exitUsage, code)
}
