// Package server answers for the local store: the HTTP/JSON API, its live changes, the page, the login to it, what is mounted
// beside them and Plano's gRPC service, all by one handler.
package server

import (
	"context"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"go.uber.org/zap"
	"google.golang.org/grpc"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Options say how a store is served.
type Options struct {
	// Token is what a request must know; empty is none.
	Token string
	// AllowedHosts are names, beside those of loopback, by which requests may call the server; without ports.
	AllowedHosts []string
	// AnyAddress allows every IP address as a name of the server, for one that does not listen on loopback alone.
	AnyAddress bool
	// Page is what the page is made of, index.html at the top; nil is none.
	Page fs.FS
	// MCP answers under /mcp; nil is none.
	MCP http.Handler
	// LoadDemo loads recorded conversations; nil where there are none.
	LoadDemo func(context.Context) error
	Logger   *zap.Logger
	// QueryTime is how long a query may take, MaxQueries how many run at once. 0 is 5 seconds, 8.
	QueryTime  time.Duration
	MaxQueries int
	// MaxAnswer is how many bytes an answer may have; 0 is 32 MiB.
	MaxAnswer int
	// MaxLive is how many may watch at once; 0 is 32.
	MaxLive int
}

const (
	defaultQueryTime  = 5 * time.Second
	defaultMaxQueries = 8
	defaultMaxAnswer  = 32 << 20
	defaultMaxLive    = 32
)

// Server is the handler.
type Server struct {
	store   traceapi.Store
	options Options
	guard   guard
	login   *login
	handler http.Handler
	grpc    *grpc.Server
	// queries has room for those that run, live for those that watch.
	queries chan struct{}
	live    chan struct{}
	closed  context.Context
	close   context.CancelFunc
	now     func() time.Time
	// tracesTime is how long GetTraces collects.
	tracesTime time.Duration
}

// New returns the handler of a store. Close ends what it began.
func New(store traceapi.Store, options Options) *Server {
	if options.Logger == nil {
		options.Logger = zap.NewNop()
	}
	options.QueryTime = orDefault(options.QueryTime, defaultQueryTime)
	options.MaxQueries = orDefault(options.MaxQueries, defaultMaxQueries)
	options.MaxAnswer = orDefault(options.MaxAnswer, defaultMaxAnswer)
	options.MaxLive = orDefault(options.MaxLive, defaultMaxLive)
	s := &Server{
		store:   store,
		options: options,
		guard:   newGuard(options.AllowedHosts, options.AnyAddress),
		login:   newLogin(options.Token, time.Now),
		queries: make(chan struct{}, options.MaxQueries),
		live:    make(chan struct{}, options.MaxLive),
		now:     time.Now,

		tracesTime: tracesTime,
	}
	s.closed, s.close = context.WithCancel(context.Background())
	s.grpc = newGRPC(s)
	s.handler = s.routes()
	return s
}

func orDefault[T int | time.Duration](value, instead T) T {
	if value <= 0 {
		return instead
	}
	return value
}

// Close ends the answers that have no end of their own.
func (s *Server) Close() {
	s.close()
	s.grpc.Stop()
}

// ServeHTTP answers a request, once it is known where it comes from and that it may.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setSecurityHeaders(w.Header())
	if err := s.guard.check(r); err != nil {
		writeError(w, http.StatusForbidden, err.Error())
		return
	}
	if !s.login.admits(w, r) {
		return
	}
	if isGRPC(r) {
		s.grpc.ServeHTTP(w, r)
		return
	}
	s.handler.ServeHTTP(w, r)
}

func isGRPC(r *http.Request) bool {
	return r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc")
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, answer := range s.queryRoutes() {
		mux.HandleFunc("GET /api/v1/"+pattern, s.query(answer))
	}
	mux.HandleFunc("GET /api/v1/live", s.serveLive)
	mux.HandleFunc("POST /api/v1/demo", s.serveDemo)
	mux.HandleFunc("GET /api/openapi.yaml", serveOpenAPI)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusNotFound, "no such path, or not with this method: see /api/openapi.yaml")
	})
	mux.HandleFunc("GET /login", s.login.servePage)
	mux.HandleFunc("GET /login.css", s.login.serveStyle)
	mux.HandleFunc("POST /login", s.login.serveLogin)
	mux.HandleFunc("POST /logout", s.login.serveLogout)
	if s.options.MCP != nil {
		mux.Handle("/mcp", s.limit(s.options.MCP))
	}
	if s.options.Page != nil {
		mux.Handle("/", page{s.options.Page})
	}
	return mux
}

// maxBody is how large a request to what is mounted may be.
const maxBody = 1 << 20

// limit has a call of a tool take the place of a query.
func (s *Server) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		done, err := s.turn(r.Context())
		if err != nil {
			s.fail(w, r, err)
			return
		}
		defer done()
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}
