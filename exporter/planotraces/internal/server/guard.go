package server

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// guard refuses what pages of other sites make a browser send: requests under a name that somebody else's DNS gave the server's
// address, and requests across sites.
type guard struct {
	// hosts are names of the server beside the addresses of loopback, proxies those under which it may stand behind another one.
	hosts, proxies map[string]bool
	anyAddress     bool
}

func newGuard(allowed []string, anyAddress bool) guard {
	g := guard{hosts: map[string]bool{localhost: true}, proxies: make(map[string]bool), anyAddress: anyAddress}
	for _, host := range allowed {
		name := normalHost(host)
		g.hosts[name] = true
		if _, err := netip.ParseAddr(name); err != nil && name != localhost {
			g.proxies[name] = true
		}
	}
	return g
}

const localhost = "localhost"

func (g guard) check(r *http.Request) error {
	if !g.allows(r.Host) {
		return fmt.Errorf("host %.80q is none of this server's: name it in allowed_hosts", r.Host)
	}
	if origin := r.Header.Get("Origin"); origin != "" && !g.isOwn(origin, r.Host) {
		return fmt.Errorf("a page of %.80q must not ask this server", origin)
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return nil
	}
	if isVisit(r) {
		return nil
	}
	return errors.New("a page of another site must not ask this server")
}

// allows is true for the names of loopback and those of the configuration.
func (g guard) allows(host string) bool {
	name := normalHost(host)
	if address, err := netip.ParseAddr(name); err == nil {
		return g.anyAddress || address.IsLoopback() || g.hosts[name]
	}
	return g.hosts[name]
}

// normalHost returns a name without port and brackets, in lower case.
func normalHost(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// isOwn is true for an origin at the host that was called, and for one at the usual port of a proxy that calls by another name.
func (g guard) isOwn(origin, host string) bool {
	from, err := url.Parse(origin)
	if err != nil || from.Scheme != "http" && from.Scheme != "https" || from.User != nil {
		return false
	}
	return strings.EqualFold(from.Host, host) || g.proxies[strings.ToLower(from.Host)]
}

// isVisit is true where a person follows a link to the page.
func isVisit(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" &&
		r.Header.Get("Sec-Fetch-Dest") == "document" && !isMachines(r.URL.Path)
}

// isMachines is true for paths that no person visits.
func isMachines(path string) bool { return strings.HasPrefix(path, "/api/") || path == "/mcp" }

// policy lets the page run and show what this server sends, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

func setSecurityHeaders(header http.Header) {
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	// With no-referrer browsers send the login's form with "Origin: null".
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
}
