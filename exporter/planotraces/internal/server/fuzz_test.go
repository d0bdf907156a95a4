package server

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzRequests wants JSON with a status that is meant, whatever is asked.
func FuzzRequests(f *testing.F) {
	for _, r := range requests {
		if r.method == http.MethodGet && r.path != "/api/v1/live" {
			f.Add(r.path)
		}
	}
	f.Add("/api/v1/conversations?q=%00&limit=-1&from=99999999999999999999")
	f.Add("/api/v1/traces?since=1d&from=1&to=0&cursor=%ff")
	f.Add("/api/v1/conversations/%2e%2e/messages/..%2f1?offset=1e9")
	s := New(fake(), Options{})
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, target string) {
		address, err := url.ParseRequestURI(target)
		if err != nil || address.Path == "/api/v1/live" {
			return
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/", nil)
		r.URL, r.Host = address, "localhost"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusNotFound, http.StatusSeeOther, http.StatusTemporaryRedirect,
			http.StatusMovedPermanently:
		default:
			require.Fail(t, "unexpected status", "%d for %q: %s", w.Code, target, w.Body)
		}
		if w.Header().Get("Content-Type") == "application/json" {
			require.True(t, json.Valid(w.Body.Bytes()), w.Body.String())
		}
	})
}
