package e2e

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// planoFile is the form in which Plano's documentation shows traces: OTLP's JSON
// for each span, with the service beside it.
type planoFile struct {
	Traces []struct {
		ID    string      `json:"trace_id"`
		Spans []planoSpan `json:"spans"`
	} `json:"traces"`
}

type planoSpan struct {
	SpanID       string `json:"spanId"`
	ParentSpanID string `json:"parentSpanId"`
	Name         string `json:"name"`
	Start        string `json:"startTimeUnixNano"`
	End          string `json:"endTimeUnixNano"`
	Service      string `json:"service"`
	Attributes   []struct {
		Key   string     `json:"key"`
		Value planoValue `json:"value"`
	} `json:"attributes"`
}

type planoValue struct {
	String *string  `json:"stringValue"`
	Int    *string  `json:"intValue"`
	Double *float64 `json:"doubleValue"`
	Bool   *bool    `json:"boolValue"`
}

// readPlano reads a file of Plano's traces and gives them new trace ids. The
// traces are returned apart, in the file's order.
func readPlano(path string) ([]ptrace.Traces, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file planoFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var traces []ptrace.Traces
	for _, trace := range file.Traces {
		td, id := ptrace.NewTraces(), harness.NewTraceID()
		for i := range trace.Spans {
			if err := trace.Spans[i].appendTo(td, id); err != nil {
				return nil, fmt.Errorf("%s: trace %s: span %s: %w", path, trace.ID, trace.Spans[i].SpanID, err)
			}
		}
		traces = append(traces, td)
	}
	return traces, nil
}

func (s *planoSpan) appendTo(td ptrace.Traces, trace pcommon.TraceID) error {
	span := harness.AppendSpan(harness.AppendService(td, s.Service), trace, s.Name)
	span.SetSpanID(spanID(s.SpanID))
	span.SetParentSpanID(spanID(s.ParentSpanID))
	start, err := nanoseconds(s.Start)
	if err != nil {
		return fmt.Errorf("startTimeUnixNano: %w", err)
	}
	end, err := nanoseconds(s.End)
	if err != nil {
		return fmt.Errorf("endTimeUnixNano: %w", err)
	}
	span.SetStartTimestamp(start)
	span.SetEndTimestamp(end)
	// A key that is there twice keeps its last value.
	for _, attribute := range s.Attributes {
		if err := attribute.Value.put(span.Attributes(), attribute.Key); err != nil {
			return fmt.Errorf("%s: %w", attribute.Key, err)
		}
	}
	return nil
}

func (v planoValue) put(to pcommon.Map, key string) error {
	switch {
	case v.String != nil:
		to.PutStr(key, *v.String)
	case v.Int != nil:
		n, err := strconv.ParseInt(*v.Int, 10, 64)
		if err != nil {
			return err
		}
		to.PutInt(key, n)
	case v.Double != nil:
		to.PutDouble(key, *v.Double)
	case v.Bool != nil:
		to.PutBool(key, *v.Bool)
	default:
		return fmt.Errorf("a value of no known type")
	}
	return nil
}

// spanID makes an OTLP id of the documentation's: those examples have letters
// beyond f, so their ids are hashed. The same text always gives the same id.
func spanID(text string) pcommon.SpanID {
	if text == "" {
		return pcommon.SpanID{}
	}
	sum := sha256.Sum256([]byte(text))
	return pcommon.SpanID(sum[:8])
}

func nanoseconds(text string) (pcommon.Timestamp, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	return pcommon.Timestamp(n), err
}
