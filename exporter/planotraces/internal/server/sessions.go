package server

import (
	"crypto/rand"
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// maxSessions is how many logins are remembered; the oldest goes first.
const maxSessions = 1000

// sessions are the logins that last, by the hash of what is in their cookies.
type sessions struct {
	now func() time.Time

	mu   sync.Mutex
	ends map[[sha256.Size]byte]time.Time
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, ends: make(map[[sha256.Size]byte]time.Time)}
}

// begin returns the value of a cookie for a new login.
func (s *sessions) begin() string {
	value := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.ends) >= maxSessions {
		forgetFirst(s.ends)
	}
	s.ends[sha256.Sum256([]byte(value))] = s.now().Add(sessionTime)
	return value
}

func (s *sessions) has(value string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	end, ok := s.ends[sha256.Sum256([]byte(value))]
	return ok && s.now().Before(end)
}

func (s *sessions) end(value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.ends, sha256.Sum256([]byte(value)))
}

// forgetFirst removes the entry with the earliest time.
func forgetFirst[K comparable](times map[K]time.Time) {
	var first K
	var earliest time.Time
	for key, at := range times {
		if earliest.IsZero() || at.Before(earliest) {
			first, earliest = key, at
		}
	}
	delete(times, first)
}

const (
	// tries is how many wrong tokens one address has at once, tryAgain how long until there is one more.
	tries    = 10
	tryAgain = 6 * time.Second
	// maxSources is how many addresses are remembered.
	maxSources = 1000
)

// failures counts wrong tokens by where they came from, as the time at which none of them counts any more.
type failures struct {
	now func() time.Time

	mu       sync.Mutex
	forgiven map[netip.Prefix]time.Time
}

func newFailures(now func() time.Time) *failures {
	return &failures{now: now, forgiven: make(map[netip.Prefix]time.Time)}
}

func (f *failures) mayTry(from netip.Prefix) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.forgiven[from].Sub(f.now()) <= (tries-1)*tryAgain
}

func (f *failures) count(from netip.Prefix) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at, now := f.forgiven[from], f.now()
	if at.Before(now) {
		at = now
	}
	if _, known := f.forgiven[from]; !known && len(f.forgiven) >= maxSources {
		forgetFirst(f.forgiven)
	}
	f.forgiven[from] = at.Add(tryAgain)
}

// sourceOf is the address of a request, of IPv6 the network that one customer has.
func sourceOf(r *http.Request) netip.Prefix {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Prefix{}
	}
	bits := 32
	if address = address.Unmap().WithZone(""); address.Is6() {
		bits = 64
	}
	prefix, err := address.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
