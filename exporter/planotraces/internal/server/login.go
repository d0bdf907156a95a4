package server

import (
	"crypto/sha256"
	"crypto/subtle"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	cookieName = "planotraces_session"
	// sessionTime is how long a login lasts.
	sessionTime = 7 * 24 * time.Hour
	maxLogin    = 4 << 10
)

//go:embed login.html
var loginHTML string

//go:embed login.css
var loginCSS []byte

var loginPage = template.Must(template.New("login").Parse(loginHTML))

// login admits those who know the token. Without a token it admits all.
type login struct {
	required bool
	token    [sha256.Size]byte
	sessions *sessions
	failures *failures
}

func newLogin(token string, now func() time.Time) *login {
	return &login{required: token != "", token: sha256.Sum256([]byte(token)), sessions: newSessions(now), failures: newFailures(now)}
}

// admits is true for a request that may go on; else it has been answered.
func (l *login) admits(w http.ResponseWriter, r *http.Request) bool {
	if !l.required || r.URL.Path == "/login" || r.URL.Path == "/login.css" {
		return true
	}
	if cookie, err := r.Cookie(cookieName); err == nil && l.sessions.has(cookie.Value) {
		return true
	}
	if given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		switch l.try(r, given) {
		case right:
			return true
		case tooMany:
			writeTooMany(w)
			return false
		case wrong:
		}
	}
	if r.Method == http.MethodGet && !isMachines(r.URL.Path) && strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return false
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="planotraces"`)
	writeError(w, http.StatusUnauthorized, "the token is missing or wrong: send it as Authorization: Bearer TOKEN, or log in at /login")
	return false
}

// verdict is what becomes of a token that was given.
type verdict uint8

const (
	wrong verdict = iota
	right
	tooMany
)

// try compares in constant time, a few times a minute for those who err.
func (l *login) try(r *http.Request, given string) verdict {
	from := sourceOf(r)
	if !l.failures.mayTry(from) {
		return tooMany
	}
	hash := sha256.Sum256([]byte(given))
	if subtle.ConstantTimeCompare(hash[:], l.token[:]) != 1 {
		l.failures.count(from)
		return wrong
	}
	return right
}

func writeTooMany(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "10")
	writeError(w, http.StatusTooManyRequests, "too many wrong tokens: wait a little")
}

type loginForm struct {
	Next  string
	Wrong bool
}

func (l *login) servePage(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("next")
	if !l.required {
		goOn(w, r, next)
		return
	}
	showLogin(w, http.StatusOK, loginForm{Next: next})
}

func showLogin(w http.ResponseWriter, status int, form loginForm) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	form.Next = pathHere(form.Next)
	_ = loginPage.Execute(w, form)
}

func (*login) serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(loginCSS)
}

func (l *login) serveLogin(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxLogin)
	if err := r.ParseForm(); err != nil {
		writeError(w, http.StatusBadRequest, "the form can't be read")
		return
	}
	next := r.PostForm.Get("next")
	if !l.required {
		goOn(w, r, next)
		return
	}
	switch l.try(r, r.PostForm.Get("token")) {
	case tooMany:
		writeTooMany(w)
	case wrong:
		showLogin(w, http.StatusUnauthorized, loginForm{Next: next, Wrong: true})
	case right:
		setCookie(w, r, l.sessions.begin(), sessionTime)
		goOn(w, r, next)
	}
}

func (l *login) serveLogout(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(cookieName); err == nil {
		l.sessions.end(cookie.Value)
	}
	setCookie(w, r, "", -1)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// goOn sends a person to a path of this server.
func goOn(w http.ResponseWriter, r *http.Request, next string) {
	http.Redirect(w, r, pathHere(next), http.StatusSeeOther) //nolint:gosec // pathHere lets no other server through.
}

func setCookie(w http.ResponseWriter, r *http.Request, value string, lasts time.Duration) {
	seconds := int(lasts.Seconds())
	if lasts < 0 {
		seconds = -1
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure depends on who ends TLS.
		Name: cookieName, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		// A proxy that ends TLS says so; without TLS a browser would not keep a secure cookie.
		Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https",
	})
}

// pathHere returns a path of this server, whatever it was told.
func pathHere(next string) string {
	parsed, err := url.Parse(next)
	if err != nil || parsed.IsAbs() || parsed.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsRune(next, '\\') {
		return "/"
	}
	return next
}
