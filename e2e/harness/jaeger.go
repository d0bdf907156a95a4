package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// traceTimeout is how long a trace may take from the collector's receiver to Jaeger's
// query API.
const traceTimeout = 15 * time.Second

// A Jaeger is a running Jaeger with its traces in memory.
type Jaeger struct {
	*Process
	OTLP  string // gRPC, host:port
	query string // HTTP, host:port
}

// StartJaeger starts Jaeger on free loopback ports and returns once it is ready. It is
// killed when the context ends.
func StartJaeger(ctx context.Context) (*Jaeger, error) {
	path, err := jaegerBinary.find()
	if err != nil {
		return nil, err
	}
	args, err := configArgs([]string{"e2e/harness/jaeger.yaml"})
	if err != nil {
		return nil, err
	}
	free, err := FreeAddresses(ctx, 4)
	if err != nil {
		return nil, err
	}
	j := &Jaeger{OTLP: free[0], query: free[1]}
	j.Process, err = Start(ctx, path, "http://"+free[2]+"/status", []string{
		"E2E_JAEGER_OTLP=" + j.OTLP,
		"E2E_JAEGER_QUERY=" + j.query,
		"E2E_JAEGER_HEALTH=" + free[2],
		"E2E_JAEGER_QUERY_GRPC=" + free[3],
	}, args...)
	if err != nil {
		return nil, err
	}
	return j, nil
}

// ErrTraceNotFound says that Jaeger has no span of a trace.
var ErrTraceNotFound = errors.New("trace not found")

// Trace returns a trace, its id in hex, with those of its spans that Jaeger has.
func (j *Jaeger) Trace(ctx context.Context, id string) (*Trace, error) {
	traces, err := j.get(ctx, "/api/traces/"+url.PathEscape(id))
	if err != nil {
		return nil, err
	}
	if len(traces) != 1 {
		return nil, fmt.Errorf("trace %s: %d traces in Jaeger's answer, want 1", id, len(traces))
	}
	return traces[0], nil
}

// Wait returns a trace, its id in hex, once Jaeger shows at least the given number of its
// spans.
func (j *Jaeger) Wait(ctx context.Context, id string, spans int) (*Trace, error) {
	ctx, cancel := context.WithTimeout(ctx, traceTimeout)
	defer cancel()
	seen := 0
	for {
		trace, err := j.Trace(ctx, id)
		if err == nil {
			seen = len(trace.Spans)
			if seen >= spans {
				return trace, nil
			}
		}
		if err != nil && !errors.Is(err, ErrTraceNotFound) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, j.Failure("trace %s has %d of %d spans after %v", id, seen, spans, traceTimeout)
		case <-time.After(PollInterval):
		}
	}
}

// Find searches as Jaeger's UI does: the traces of a service that have a span
// with all of the tags, started between the two times.
func (j *Jaeger) Find(ctx context.Context, service string, tags map[string]string, from, to time.Time) ([]*Trace, error) {
	text, err := json.Marshal(tags)
	if err != nil {
		return nil, err
	}
	query := url.Values{
		"service": {service},
		"tags":    {string(text)},
		"start":   {strconv.FormatInt(from.UnixMicro(), 10)},
		"end":     {strconv.FormatInt(to.UnixMicro(), 10)},
		"limit":   {"100"},
	}
	return j.get(ctx, "/api/traces?"+query.Encode())
}

func (j *Jaeger) get(ctx context.Context, path string) ([]*Trace, error) {
	status, body, err := Get(ctx, "http://"+j.query+path)
	if err != nil {
		return nil, err
	}
	if status == http.StatusNotFound {
		return nil, ErrTraceNotFound
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("%s: HTTP %d: %s", path, status, body)
	}
	var answer struct {
		Data []*Trace `json:"data"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return answer.Data, nil
}
