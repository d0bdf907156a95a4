package server

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	// keepAlive is how often something is sent while nothing changes.
	keepAlive = 15 * time.Second
	// burst is how many changes are told within a window; of the others it is said that they were missed.
	burst  = 50
	window = time.Second
	// liveWriteTime is how long a client may take for one change.
	liveWriteTime = 10 * time.Second
)

// serveLive sends changes as they come until the client goes.
func (s *Server) serveLive(w http.ResponseWriter, r *http.Request) {
	if err := newParams(r, s.now).check(); err != nil {
		s.fail(w, r, err)
		return
	}
	select {
	case s.live <- struct{}{}:
		defer func() { <-s.live }()
	default:
		w.Header().Set("Retry-After", "30")
		writeError(w, http.StatusTooManyRequests, "too many watch already")
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.closed, cancel)() //nolint:contextcheck // The server's end is not the request's.
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	if r.Method == http.MethodHead {
		return
	}
	stream := stream{w: w, control: http.NewResponseController(w)}
	_ = stream.control.SetReadDeadline(time.Time{})
	stream.run(ctx, s.store.Watch(ctx))
}

// stream writes events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	told    int
	missed  bool
}

func (s *stream) run(ctx context.Context, changes <-chan traceapi.Change) {
	alive, next := time.NewTicker(keepAlive), time.NewTicker(window)
	defer alive.Stop()
	defer next.Stop()
	err := s.send([]byte("retry: 2000\n\n"))
	for err == nil {
		select {
		case <-ctx.Done():
			return
		case change, open := <-changes:
			if !open {
				return
			}
			err = s.tell(change)
		case <-next.C:
			s.told = 0
			if s.missed {
				s.missed = false
				err = s.tell(traceapi.Change{})
			}
		case <-alive.C:
			err = s.send([]byte(": alive\n\n"))
		}
	}
}

func (s *stream) tell(change traceapi.Change) error {
	if s.told++; s.told > burst {
		s.missed = true
		return nil
	}
	data, err := json.Marshal(change)
	if err != nil {
		return err
	}
	return s.send(bytes.Join([][]byte{[]byte("event: change\ndata: "), data, []byte("\n\n")}, nil))
}

func (s *stream) send(text []byte) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(liveWriteTime))
	if _, err := s.w.Write(text); err != nil {
		return err
	}
	return s.control.Flush()
}
