package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// answer is what a query returns, to be written as JSON.
type answer func(ctx context.Context, p *params) (any, error)

// waitForTurn is how long a query waits for others to end.
const waitForTurn = 500 * time.Millisecond

// writeTime is how long a client may take to read an answer.
const writeTime = 30 * time.Second

// query runs a query within the bounds of time, number and size.
func (s *Server) query(run answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := newParams(r, s.now)
		ctx, cancel := context.WithTimeout(r.Context(), s.options.QueryTime)
		defer cancel()
		body, err := s.run(ctx, p, run)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.write(w, body)
	}
}

func (s *Server) run(ctx context.Context, p *params, run answer) ([]byte, error) {
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	value, err := run(ctx, p)
	if err != nil {
		return nil, err
	}
	body := limited{max: s.options.MaxAnswer}
	encoder := json.NewEncoder(&body)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return body.Bytes(), nil
}

// turn takes one of the places of queries; done gives it back.
func (s *Server) turn(ctx context.Context) (done func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, waitForTurn)
	defer cancel()
	select {
	case s.queries <- struct{}{}:
		return func() { <-s.queries }, nil
	case <-ctx.Done():
		return nil, traceapi.ErrBusy
	}
}

// limited is a buffer that has an end.
type limited struct {
	bytes.Buffer
	max int
}

var errTooLarge = errors.New("the answer is too large")

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.max {
		return 0, errTooLarge
	}
	return l.Buffer.Write(p)
}

func (s *Server) write(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Header().Set("Cache-Control", "no-store")
	_ = http.NewResponseController(w).SetWriteDeadline(s.now().Add(writeTime))
	_, _ = w.Write(body)
}

// fail says why there is no answer. What is nobody's fault but the store's is logged.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, traceapi.ErrNotFound):
		writeError(w, http.StatusNotFound, err.Error())
	case errors.Is(err, traceapi.ErrInvalid):
		writeError(w, http.StatusBadRequest, strings.TrimPrefix(err.Error(), traceapi.ErrInvalid.Error()+": "))
	case errors.Is(err, errTooLarge):
		writeError(w, http.StatusRequestEntityTooLarge,
			fmt.Sprintf("%v: more than %d bytes, ask for less with limit or value_bytes", err, s.options.MaxAnswer))
	case errors.Is(err, traceapi.ErrBusy):
		writeBusy(w, err.Error())
	case r.Context().Err() != nil:
		// Nobody is there to read it.
	case errors.Is(err, context.DeadlineExceeded):
		writeBusy(w, fmt.Sprintf("the query took longer than %v: ask for a shorter time or more exactly", s.options.QueryTime))
	default:
		s.options.Logger.Error("A query failed", zap.String("path", r.URL.Path), zap.Error(err))
		writeError(w, http.StatusInternalServerError, "the store could not answer, the collector's log says why")
	}
}

func writeBusy(w http.ResponseWriter, text string) {
	w.Header().Set("Retry-After", "1")
	writeError(w, http.StatusServiceUnavailable, text)
}

func writeError(w http.ResponseWriter, status int, text string) {
	body, err := json.Marshal(problem{text})
	if err != nil {
		body = nil // can't be: a text can be written as JSON
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}

type problem struct {
	Error string `json:"error"`
}
