package client

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// What comes over HTTP is what the store itself answers.
func TestAnswersAreTheStores(t *testing.T) {
	store, c := serve(t, "")
	ctx := t.Context()
	query := traceapi.Query{Search: "quality:severe", Limit: 3, From: 1, To: now.UnixNano(), Order: traceapi.OrderNewest}
	conversation, err := store.Conversation(ctx, fakestore.Loops)
	require.NoError(t, err)
	traceID := conversation.TraceList[0].TraceID
	for name, ask := range map[string]func(traceapi.Store) (any, error){
		"conversations": func(s traceapi.Store) (any, error) { return s.Conversations(ctx, query) },
		"conversation":  func(s traceapi.Store) (any, error) { return s.Conversation(ctx, fakestore.Loops) },
		"messages":      func(s traceapi.Store) (any, error) { return s.Messages(ctx, fakestore.Loops, 1, 2) },
		"message":       func(s traceapi.Store) (any, error) { return s.Message(ctx, fakestore.LongMessage, 1) },
		"traces":        func(s traceapi.Store) (any, error) { return s.Traces(ctx, traceapi.Query{Limit: 2}) },
		"trace":         func(s traceapi.Store) (any, error) { return s.Trace(ctx, traceID) },
		"issues":        func(s traceapi.Store) (any, error) { return s.Issues(ctx, traceapi.Query{Limit: 5}) },
		"trends":        func(s traceapi.Store) (any, error) { return s.Trends(ctx, traceapi.Query{}, traceapi.ByQuality) },
		"suggestions":   func(s traceapi.Store) (any, error) { return s.Suggest(ctx, "service", "", 3) },
		"status":        func(s traceapi.Store) (any, error) { return s.Status(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			want, err := ask(store)
			require.NoError(t, err)
			got, err := ask(c)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

func TestPagesFollowOneAnother(t *testing.T) {
	_, c := serve(t, "")
	query := traceapi.Query{Limit: 7}
	seen := map[string]bool{}
	for {
		page, err := c.Conversations(t.Context(), query)
		require.NoError(t, err)
		for _, conversation := range page.Conversations {
			assert.False(t, seen[conversation.ID])
			seen[conversation.ID] = true
		}
		if query.Cursor = page.NextCursor; query.Cursor == "" {
			break
		}
	}
	assert.Greater(t, len(seen), 14)
}

func TestErrorsOfTheStore(t *testing.T) {
	_, c := serve(t, "")
	_, err := c.Conversation(t.Context(), "0123456789abcdef")
	require.ErrorIs(t, err, traceapi.ErrNotFound)
	_, err = c.Trends(t.Context(), traceapi.Query{}, "colour")
	require.ErrorIs(t, err, traceapi.ErrInvalid)
	require.ErrorContains(t, err, "colour")
	_, err = c.Conversation(t.Context(), "../status")
	require.ErrorIs(t, err, traceapi.ErrInvalid)
}

func TestToken(t *testing.T) {
	_, c := serve(t, "secret")
	_, err := c.Status(t.Context())
	require.NoError(t, err)
	wrong := New(c.address, "other")
	defer wrong.Close()
	_, err = wrong.Status(t.Context())
	require.ErrorIs(t, err, ErrUnauthorized)
	require.ErrorContains(t, err, TokenVariable)
	assert.NotContains(t, err.Error(), "\n")
}

func TestNothingListens(t *testing.T) {
	listener := listen(t)
	require.NoError(t, listener.Close())
	c := New(listener.Addr().String(), "")
	defer c.Close()
	_, err := c.Traces(t.Context(), traceapi.Query{})
	var nothing *NotListeningError
	require.ErrorAs(t, err, &nothing)
	require.ErrorContains(t, err, "planotrace listen")
	assert.NotContains(t, err.Error(), "\n")
}

// Whatever else answers at the port is named as such.
func TestAnotherProgramAnswers(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"a page": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusNotFound) },
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		},
		"nothing": func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = connection.Close()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(handler)
			defer server.Close()
			c := New(strings.TrimPrefix(server.URL, "http://"), "")
			defer c.Close()
			_, err := c.Traces(t.Context(), traceapi.Query{})
			require.ErrorContains(t, err, "is no trace store")
			_, err = c.Status(t.Context())
			require.ErrorContains(t, err, "is no trace store")
		})
	}
}

// A trace that is too large for an answer comes with values that are cut, and that is said.
func TestTraceThatIsTooLarge(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("value_bytes") != "1024" {
			http.Error(w, `{"error": "more than 32 MiB"}`, http.StatusRequestEntityTooLarge)
			return
		}
		_, _ = w.Write([]byte(`{"trace_id": "short", "spans": []}`))
	}))
	defer server.Close()
	c := New(strings.TrimPrefix(server.URL, "http://"), "")
	defer c.Close()
	var shortened []string
	c.Shortened = func(id string, _ int) { shortened = append(shortened, id) }
	trace, err := c.Trace(t.Context(), "4bf92f35")
	require.NoError(t, err)
	assert.Equal(t, "short", trace.TraceID)
	assert.Equal(t, []string{"4bf92f35"}, shortened)
	_, err = c.Conversation(t.Context(), "0123456789abcdef")
	require.ErrorIs(t, err, ErrTooLarge)
}

func TestNotJSON(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }))
	defer server.Close()
	c := New(strings.TrimPrefix(server.URL, "http://"), "")
	defer c.Close()
	_, err := c.Status(t.Context())
	require.ErrorContains(t, err, "/status")
}

func TestCancelled(t *testing.T) {
	_, c := serve(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Status(ctx)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestFromEnvironment(t *testing.T) {
	for port, want := range map[string]string{"": "127.0.0.1:16687", "50051": "127.0.0.1:50051"} {
		c, err := FromEnvironment(func(name string) string { return map[string]string{PortVariable: port, TokenVariable: "t"}[name] })
		require.NoError(t, err)
		assert.Equal(t, want, c.address)
		assert.Equal(t, "t", c.token)
		assert.Equal(t, "http://"+want+"/x", c.URL("/x"))
	}
	c, err := FromEnvironment(func(name string) string { return map[string]string{PagePortVariable: "9000"}[name] })
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:9000", c.address)
	for _, port := range []string{"x", "0", "65536", "-1"} {
		_, err := FromEnvironment(func(string) string { return port })
		require.ErrorContains(t, err, `PLANO_TRACE_PORT: must be a port from 1 to 65535, is "`+port+`"`)
	}
}
