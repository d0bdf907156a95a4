package server

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHosts(t *testing.T) {
	loopback, open := newGuard([]string{"Traces.Example.com"}, false), newGuard(nil, true)
	for _, tt := range []struct {
		host           string
		loopback, open bool
	}{
		{"localhost", true, true},
		{"LOCALHOST:16687", true, true},
		{"localhost.", true, true},
		{"127.0.0.1:16687", true, true},
		{"127.8.9.1", true, true},
		{"[::1]:16687", true, true},
		{"[::1]", true, true},
		{"[::ffff:127.0.0.1]:1", true, true},
		{"traces.example.com:443", true, false},
		{"192.168.1.5:16687", false, true},
		{"[fe80::1]:16687", false, true},
		{"", false, false},
		{"evil.example", false, false},
		{"127.0.0.1.evil.example:16687", false, false},
		{"localhost.evil.example", false, false},
		{"notlocalhost", false, false},
		{"0x7f.1", false, false},
		{"localhost:1:2", false, false},
	} {
		assert.Equal(t, tt.loopback, loopback.allows(tt.host), tt.host)
		assert.Equal(t, tt.open, open.allows(tt.host), tt.host)
	}
}

func TestOtherSites(t *testing.T) {
	g := newGuard(nil, false)
	visit := func(site, dest string) []string {
		return []string{"Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", dest}
	}
	for name, tt := range map[string]struct {
		method, path string
		headers      []string
		allowed      bool
	}{
		"no browser":              {http.MethodPost, "/api/v1/demo", nil, true},
		"the page":                {http.MethodGet, "/api/v1/status", []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors"}, true},
		"the page, post":          {http.MethodPost, "/api/v1/demo", []string{"Origin", "http://localhost:16687"}, true},
		"typed":                   {http.MethodGet, "/", []string{"Sec-Fetch-Site", "none"}, true},
		"a link":                  {http.MethodGet, "/traces/1", visit("cross-site", "document"), true},
		"a link to data":          {http.MethodGet, "/api/v1/status", visit("cross-site", "document"), false},
		"a frame":                 {http.MethodGet, "/", visit("cross-site", "iframe"), false},
		"an image":                {http.MethodGet, "/favicon.svg", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, false},
		"another port":            {http.MethodGet, "/api/v1/status", []string{"Origin", "http://localhost:3000"}, false},
		"another site":            {http.MethodPost, "/mcp", []string{"Origin", "https://evil.example"}, false},
		"another site, old":       {http.MethodPost, "/login", []string{"Origin", "http://evil.example"}, false},
		"a sandbox":               {http.MethodPost, "/mcp", []string{"Origin", "null"}, false},
		"an extension":            {http.MethodPost, "/mcp", []string{"Origin", "chrome-extension://localhost:16687"}, false},
		"a form of a subdomain":   {http.MethodPost, "/login", visit("same-site", "document"), false},
		"a service of gRPC":       {http.MethodPost, "/plano.TraceQuery/GetTraces", []string{"Origin", "https://evil.example"}, false},
		"an origin with a secret": {http.MethodPost, "/mcp", []string{"Origin", "http://localhost:16687@evil.example"}, false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), tt.method, "http://localhost:16687"+tt.path, nil)
		header(tt.headers...)(r)
		assert.Equal(t, tt.allowed, g.check(r) == nil, name)
	}
}

func TestOriginsBehindAProxy(t *testing.T) {
	g := newGuard([]string{"traces.example.com", "127.0.0.1", "localhost"}, false)
	for origin, allowed := range map[string]bool{
		"https://traces.example.com": true, "https://Traces.example.com": true, "https://traces.example.com:8443": false,
		"http://127.0.0.1": false, "http://localhost": false, "http://127.0.0.1:16687": true, "https://example.com": false,
		"https://a@traces.example.com": false,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:16687/login", nil)
		r.Header.Set("Origin", origin)
		assert.Equal(t, allowed, g.check(r) == nil, origin)
	}
}

// TestEveryPathIsGuarded asks under the name that an attacker's DNS gave the address.
func TestEveryPathIsGuarded(t *testing.T) {
	mcp := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	s := serve(t, fake(), Options{MCP: mcp, LoadDemo: fake().LoadDemo})
	for _, path := range []string{
		"/", "/login", "/login.css", "/api/v1/status", "/api/v1/live", "/api/v1/demo", "/api/openapi.yaml", "/mcp", "/logout",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodOptions} {
			r := s.send(method, path, "", header("Host", "rebound.example:16687"))
			assert.Equal(t, http.StatusForbidden, r.status, path)
			r = s.send(method, path, "", header("Origin", "http://rebound.example:16687"))
			assert.Equal(t, http.StatusForbidden, r.status, path)
		}
	}
	assert.Equal(t, http.StatusOK, s.send(http.MethodPost, "/mcp", "{}", nil).status)
}

func TestSecurityHeaders(t *testing.T) {
	s := serve(t, fake(), Options{Page: testPage})
	for _, path := range []string{"/", "/app.js", "/missing.js", "/api/v1/status", "/api/v1/nothing", "/api/openapi.yaml", "/login.css"} {
		r := s.get(path)
		assert.Contains(t, r.header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self';", path)
		assert.NotContains(t, r.header.Get("Content-Security-Policy"), "unsafe", path)
		assert.Equal(t, "nosniff", r.header.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "same-origin", r.header.Get("Referrer-Policy"), path)
		assert.Equal(t, "same-origin", r.header.Get("Cross-Origin-Opener-Policy"), path)
		assert.Equal(t, "same-origin", r.header.Get("Cross-Origin-Resource-Policy"), path)
		assert.Empty(t, r.header.Get("Access-Control-Allow-Origin"), path)
		require.NotEmpty(t, r.header.Get("Content-Type"), path)
	}
}
