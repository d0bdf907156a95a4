package main

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/apitest"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

func TestOpen(t *testing.T) {
	store := fakestore.New(now)
	s := withStore(t, store)
	page := "http://127.0.0.1:" + s.variables["PLANO_TRACE_PORT"]
	conversation, err := store.Conversation(t.Context(), fakestore.SeveralTraces)
	require.NoError(t, err)
	trace := conversation.TraceList[1].TraceID
	for want, arguments := range map[string][]string{
		page + "/": {},
		page + "/conversations/" + fakestore.Loops:         {fakestore.Loops},
		page + "/conversations/" + fakestore.SeveralTraces: {conversation.Session},
		page + "/traces/" + trace:                          {trace[:8]},
	} {
		s.opened = nil
		assert.Equal(t, want+"\n", s.output(t, append([]string{"open"}, arguments...)...))
		assert.Equal(t, []string{want}, s.opened)
		s.opened = nil
		assert.Equal(t, want+"\n", s.output(t, append([]string{"open", "--print"}, arguments...)...))
		assert.Empty(t, s.opened)
	}
	_, stderr, code := s.run(t, "open", "ffffffff")
	assert.Equal(t, exitBadInput, code)
	assert.Contains(t, stderr, "is called ffffffff")
}

func TestNoBrowser(t *testing.T) {
	s := withConversations(t)
	s.browse = func(context.Context, string) error { return errors.New("no xdg-open") }
	stdout, stderr, code := s.run(t, "open")
	assert.Equal(t, exitBadInput, code)
	assert.Contains(t, stdout, "http://127.0.0.1:")
	assert.Contains(t, stderr, "the browser does not open (no xdg-open): open the address above")
}

// A listener of Plano has no page, and no conversations.
func TestListenerOfPlanoHasTracesOnly(t *testing.T) {
	s := withFailures(t)
	for _, arguments := range [][]string{{"open"}, {"conversations"}, {"issues"}, {"show", "f7a31829"}, {"watch"}} {
		_, stderr, code := s.run(t, arguments...)
		assert.Equal(t, exitBadInput, code)
		assert.Contains(t, stderr, "is a trace listener of Plano, which holds traces only")
	}
}

func TestToken(t *testing.T) {
	server := httptest.NewServer(apitest.Handler(fakestore.New(now), "secret"))
	t.Cleanup(server.Close)
	s := newScene(t, strings.TrimPrefix(server.URL, "http://"))
	for _, token := range []string{"", "another"} {
		s.variables["PLANO_TRACE_TOKEN"] = token
		_, stderr, code := s.run(t, "conversations")
		assert.Equal(t, exitNoStore, code)
		assert.Contains(t, stderr, "not authorized: give the store's token in the environment variable PLANO_TRACE_TOKEN\n")
	}
	s.variables["PLANO_TRACE_TOKEN"] = "secret"
	assert.Contains(t, s.output(t, "conversations"), "Severe")
}
