// Package apitest serves a store's answers as its HTTP/JSON API does, without anything else that a server needs: tests of
// those who ask a store run against it.
package apitest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// conversationID is what a conversation's id looks like; a store refuses all else.
var conversationID = regexp.MustCompile(`^[0-9a-f]{16}$`)

// Handler answers from a store. Where token is not empty, a request must bear it.
func Handler(store traceapi.Store, token string) http.Handler {
	mux := http.NewServeMux()
	answer := func(path string, ask func(r *http.Request) (any, error)) {
		mux.HandleFunc("GET /api/v1"+path, func(w http.ResponseWriter, r *http.Request) {
			found, err := ask(r)
			write(w, found, err)
		})
	}
	answer("/conversations", func(r *http.Request) (any, error) { return store.Conversations(r.Context(), query(r)) })
	answer("/conversations/{id}", func(r *http.Request) (any, error) {
		if !conversationID.MatchString(r.PathValue("id")) {
			return nil, fmt.Errorf("%w: id: must have 16 hexadecimal digits", traceapi.ErrInvalid)
		}
		return store.Conversation(r.Context(), r.PathValue("id"))
	})
	answer("/conversations/{id}/messages", func(r *http.Request) (any, error) {
		return store.Messages(r.Context(), r.PathValue("id"), number(r.FormValue("offset")), number(r.FormValue("limit")))
	})
	answer("/conversations/{id}/messages/{index}", func(r *http.Request) (any, error) {
		return store.Message(r.Context(), r.PathValue("id"), number(r.PathValue("index")))
	})
	answer("/traces", func(r *http.Request) (any, error) { return store.Traces(r.Context(), query(r)) })
	answer("/traces/{id}", func(r *http.Request) (any, error) { return store.Trace(r.Context(), r.PathValue("id")) })
	answer("/issues", func(r *http.Request) (any, error) { return store.Issues(r.Context(), query(r)) })
	answer("/trends", func(r *http.Request) (any, error) { return store.Trends(r.Context(), query(r), r.FormValue("by")) })
	answer("/suggest", func(r *http.Request) (any, error) {
		return store.Suggest(r.Context(), r.FormValue("field"), r.FormValue("prefix"), number(r.FormValue("limit")))
	})
	answer("/status", func(r *http.Request) (any, error) { return store.Status(r.Context()) })
	mux.HandleFunc("GET /api/v1/live", func(w http.ResponseWriter, r *http.Request) { live(w, r, store) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token != "" && r.Header.Get("Authorization") != "Bearer "+token {
			http.Error(w, `{"error": "a token is needed"}`, http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func query(r *http.Request) traceapi.Query {
	return traceapi.Query{
		Search: r.FormValue("q"), Order: r.FormValue("order"), Cursor: r.FormValue("cursor"), Limit: number(r.FormValue("limit")),
		From: int64(number(r.FormValue("from"))), To: int64(number(r.FormValue("to"))),
	}
}

// number is 0 for what is none.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

func write(w http.ResponseWriter, answer any, err error) {
	status := http.StatusOK
	switch {
	case errors.Is(err, traceapi.ErrNotFound):
		status = http.StatusNotFound
	case errors.Is(err, traceapi.ErrInvalid):
		status = http.StatusBadRequest
	case errors.Is(err, traceapi.ErrBusy):
		status = http.StatusTooManyRequests
	case err != nil:
		status = http.StatusInternalServerError
	}
	if err != nil {
		answer = map[string]string{"error": err.Error()}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func live(w http.ResponseWriter, r *http.Request, store traceapi.Store) {
	changes := store.Watch(r.Context())
	w.Header().Set("Content-Type", "text/event-stream")
	if http.NewResponseController(w).Flush() != nil {
		return
	}
	for change := range changes {
		data, err := json.Marshal(change)
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "event: change\ndata: %s\n\n", data); err != nil || http.NewResponseController(w).Flush() != nil {
			return
		}
	}
}
