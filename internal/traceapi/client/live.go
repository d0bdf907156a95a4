package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	// maxEvent is how long a line of the live stream may be.
	maxEvent = 1 << 20
	// silence is after how long without a line the connection is taken for broken; the store writes one every 15 s.
	silence = 45 * time.Second
	// firstPause is how long Watch waits until it tries again, longestPause after many failures.
	firstPause, longestPause = 200 * time.Millisecond, 5 * time.Second
)

// Watch implements traceapi.Store. It connects again when the connection breaks, and then gives an empty change, as some may
// have been missed.
func (c *Client) Watch(ctx context.Context) <-chan traceapi.Change {
	changes := make(chan traceapi.Change)
	go func() {
		defer close(changes)
		pause := firstPause
		for again := false; ctx.Err() == nil; again = true {
			connected, err := c.follow(ctx, again, changes)
			if connected {
				pause = firstPause
			}
			if ctx.Err() != nil {
				return
			}
			if c.Disconnected != nil {
				c.Disconnected(err)
			}
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
			pause = min(2*pause, longestPause)
		}
	}()
	return changes
}

// follow gives the changes of one connection until that breaks.
func (c *Client) follow(ctx context.Context, again bool, changes chan<- traceapi.Change) (connected bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	response, err := c.request(ctx, "/live", nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = response.Body.Close() }()
	if media := response.Header.Get("Content-Type"); !strings.HasPrefix(media, "text/event-stream") {
		return false, &notSpokenError{c.address, "the live connection is " + http.StatusText(response.StatusCode) + " " + media}
	}
	silent := time.AfterFunc(silence, func() { cancel(errors.New("silent for too long")) })
	defer silent.Stop()
	if again && !send(ctx, changes, traceapi.Change{}) {
		return true, ctx.Err()
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, maxEvent)
	for lines.Scan() {
		silent.Reset(silence)
		data, ok := strings.CutPrefix(lines.Text(), "data:")
		if !ok {
			continue
		}
		var change traceapi.Change
		if err := json.Unmarshal([]byte(data), &change); err != nil {
			return true, err
		}
		if !send(ctx, changes, change) {
			break
		}
	}
	if lines.Err() != nil {
		return true, errors.Join(lines.Err(), context.Cause(ctx))
	}
	return true, errors.New("the store ended the connection")
}

func send(ctx context.Context, changes chan<- traceapi.Change, change traceapi.Change) bool {
	select {
	case changes <- change:
		return true
	case <-ctx.Done():
		return false
	}
}
