package e2e

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

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// traceTimeout is how long a trace may take from the collector's door to
// Jaeger's query API.
const traceTimeout = 15 * time.Second

// A jaeger is a running Jaeger with its traces in memory.
type jaeger struct {
	*harness.Process
	otlp  string // gRPC, host:port
	query string // HTTP, host:port
}

func startJaeger(ctx context.Context) (*jaeger, error) {
	path, err := harness.Jaeger.Find()
	if err != nil {
		return nil, err
	}
	free, err := harness.FreeAddresses(ctx, 4)
	if err != nil {
		return nil, err
	}
	j := &jaeger{otlp: free[0], query: free[1]}
	j.Process, err = harness.Start(ctx, path, "http://"+free[2]+"/status", []string{
		"E2E_JAEGER_OTLP=" + j.otlp,
		"E2E_JAEGER_QUERY=" + j.query,
		"E2E_JAEGER_HEALTH=" + free[2],
		"E2E_JAEGER_QUERY_GRPC=" + free[3],
	}, "--config", "testdata/jaeger.yaml")
	return j, err
}

// waitTrace returns a trace once Jaeger shows at least the given number of its
// spans.
func (j *jaeger) waitTrace(ctx context.Context, id pcommon.TraceID, spans int) (*jaegerTrace, error) {
	ctx, cancel := context.WithTimeout(ctx, traceTimeout)
	defer cancel()
	seen := 0
	for {
		traces, err := j.traces(ctx, "/api/traces/"+id.String())
		if err == nil && len(traces) == 1 {
			seen = len(traces[0].Spans)
			if seen >= spans {
				return traces[0], nil
			}
		}
		if err != nil && !errors.Is(err, errNotFound) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, j.Failure("trace %s has %d of %d spans after %v", id, seen, spans, traceTimeout)
		case <-time.After(harness.PollInterval):
		}
	}
}

// find searches as Jaeger's UI does: the traces of a service that have a span
// with all of the tags, started between the two times.
func (j *jaeger) find(ctx context.Context, service string, tags map[string]string, from, to time.Time) ([]*jaegerTrace, error) {
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
	return j.traces(ctx, "/api/traces?"+query.Encode())
}

var errNotFound = errors.New("trace not found")

func (j *jaeger) traces(ctx context.Context, path string) ([]*jaegerTrace, error) {
	status, body, err := harness.Get(ctx, "http://"+j.query+path)
	if err != nil {
		return nil, err
	}
	if status == http.StatusNotFound {
		return nil, errNotFound
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("%s: HTTP %d: %s", path, status, body)
	}
	var answer struct {
		Data []*jaegerTrace `json:"data"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return answer.Data, nil
}
