package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const secret = "a token of some length"

func form(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }

func TestTokenIsAskedForEverywhere(t *testing.T) {
	mcp := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	s := serve(t, fake(), Options{Token: secret, Page: testPage, MCP: mcp, LoadDemo: fake().LoadDemo})
	for _, path := range []string{"/", "/app.js", "/api/v1/status", "/api/v1/live", "/api/v1/conversations", "/api/openapi.yaml", "/mcp"} {
		r := s.get(path)
		assert.Equal(t, http.StatusUnauthorized, r.status, path)
		assert.Contains(t, r.header.Get("WWW-Authenticate"), "Bearer", path)
		assert.Contains(t, r.body, `{"error":"the token is missing or wrong`, path)
	}
	assert.Equal(t, http.StatusUnauthorized, s.send(http.MethodPost, "/api/v1/demo", "", nil).status)
	for _, wrong := range []string{"Bearer " + secret + "x", "Basic " + secret, "Bearer", secret} {
		r := s.send(http.MethodGet, "/api/v1/status", "", header("Authorization", wrong))
		assert.Equal(t, http.StatusUnauthorized, r.status, wrong)
	}
	assert.Equal(t, http.StatusOK, s.send(http.MethodGet, "/api/v1/status", "", header("Authorization", "Bearer "+secret)).status)
	assert.Equal(t, http.StatusOK, s.send(http.MethodPost, "/mcp", "{}", header("Authorization", "Bearer "+secret)).status)
}

func TestLogin(t *testing.T) {
	s := serve(t, fake(), Options{Token: secret, Page: testPage})
	visit := s.send(http.MethodGet, "/traces/x?q=a%20b", "", header("Accept", "text/html,*/*"))
	require.Equal(t, http.StatusSeeOther, visit.status)
	require.Equal(t, "/login?next=%2Ftraces%2Fx%3Fq%3Da%2520b", visit.header.Get("Location"))
	page := s.get(visit.header.Get("Location"))
	require.Equal(t, http.StatusOK, page.status)
	assert.Contains(t, page.body, `name="next" value="/traces/x?q=a%20b"`)
	assert.NotContains(t, page.body, "<script")
	assert.Equal(t, http.StatusOK, s.get("/login.css").status)

	failed := s.send(http.MethodPost, "/login", "token=wrong&next=/%22%3E%3Cscript%3E", form)
	assert.Equal(t, http.StatusUnauthorized, failed.status)
	assert.Contains(t, failed.body, "This is not the token.")
	assert.NotContains(t, failed.body, "<script")
	assert.Empty(t, failed.header.Get("Set-Cookie"))

	done := s.send(http.MethodPost, "/login", "token=a+token+of+some+length&next=/traces/x", form)
	require.Equal(t, http.StatusSeeOther, done.status)
	assert.Equal(t, "/traces/x", done.header.Get("Location"))
	cookie := done.header.Get("Set-Cookie")
	assert.Contains(t, cookie, "HttpOnly")
	assert.Contains(t, cookie, "SameSite=Strict")
	assert.NotContains(t, cookie, secret)
	assert.NotContains(t, cookie, "Domain")

	value, _, _ := strings.Cut(cookie, ";")
	assert.Equal(t, http.StatusOK, s.send(http.MethodGet, "/api/v1/status", "", header("Cookie", value)).status)
	out := s.send(http.MethodPost, "/logout", "", header("Cookie", value))
	assert.Equal(t, http.StatusSeeOther, out.status)
	assert.Contains(t, out.header.Get("Set-Cookie"), "Max-Age=0")
	assert.Equal(t, http.StatusUnauthorized, s.send(http.MethodGet, "/api/v1/status", "", header("Cookie", value)).status)
}

func TestLoginWithoutTokenGoesOn(t *testing.T) {
	s := serve(t, fake(), Options{Page: testPage})
	assert.Equal(t, "/issues", s.get("/login?next=/issues").header.Get("Location"))
	assert.Equal(t, "/", s.send(http.MethodPost, "/login", "next=//evil.example", form).header.Get("Location"))
}

func TestSecureCookieBehindTLS(t *testing.T) {
	s := serve(t, fake(), Options{Token: secret})
	done := s.send(http.MethodPost, "/login", "token="+strings.ReplaceAll(secret, " ", "+"), func(r *http.Request) {
		form(r)
		r.Header.Set("X-Forwarded-Proto", "https")
	})
	assert.Contains(t, done.header.Get("Set-Cookie"), "Secure")
}

func TestPathHere(t *testing.T) {
	for next, want := range map[string]string{
		"": "/", "/a?b=c#d": "/a?b=c#d", "//evil.example": "/", `/\evil.example`: "/", "https://evil.example": "/", "javascript:alert(1)": "/",
		"evil.example": "/", "/\tevil": "/", "/%2f/evil.example": "/%2f/evil.example",
	} {
		assert.Equal(t, want, pathHere(next), next)
	}
}

func TestWrongTokensAreLimited(t *testing.T) {
	now := started
	l := newLogin(secret, func() time.Time { return now })
	from := func(address string) *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/login", nil)
		r.RemoteAddr = address
		return r
	}
	for i := range tries {
		assert.Equal(t, wrong, l.try(from("192.0.2.1:1"), "x"), i)
	}
	assert.Equal(t, tooMany, l.try(from("192.0.2.1:2"), secret), "a right one is not tried either")
	assert.Equal(t, right, l.try(from("192.0.2.2:1"), secret))
	now = now.Add(tryAgain)
	assert.Equal(t, right, l.try(from("192.0.2.1:1"), secret))
	assert.Equal(t, wrong, l.try(from("192.0.2.1:1"), "x"))
	assert.Equal(t, tooMany, l.try(from("192.0.2.1:1"), "x"))

	s := serve(t, fake(), Options{Token: secret})
	for range tries {
		assert.Equal(t, http.StatusUnauthorized, s.send(http.MethodGet, "/api/v1/status", "", header("Authorization", "Bearer x")).status)
	}
	blocked := s.send(http.MethodPost, "/login", "token=x", form)
	assert.Equal(t, http.StatusTooManyRequests, blocked.status)
	assert.NotEmpty(t, blocked.header.Get("Retry-After"))
}

func TestSourcesOfRequests(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7:1": "192.0.2.7/32", "[2001:db8::1:2:3:4]:1": "2001:db8::/64",
		"[::ffff:192.0.2.7]:1": "192.0.2.7/32", "[fe80::1%eth0]:1": "fe80::/64",
	} {
		assert.Equal(t, want, sourceOf(&http.Request{RemoteAddr: address}).String())
	}
	assert.Equal(t, netip.Prefix{}, sourceOf(&http.Request{RemoteAddr: "pipe"}))
}

func TestLoginsAndFailuresAreBounded(t *testing.T) {
	now := started
	clock := func() time.Time { now = now.Add(time.Millisecond); return now }
	s, f := newSessions(clock), newFailures(clock)
	first := s.begin()
	for i := range 2 * maxSessions {
		last := s.begin()
		assert.True(t, s.has(last))
		f.count(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 32))
	}
	assert.False(t, s.has(first))
	assert.Len(t, s.ends, maxSessions)
	assert.Len(t, f.forgiven, maxSources)
	last := s.begin()
	now = now.Add(sessionTime)
	assert.False(t, s.has(last))
}
