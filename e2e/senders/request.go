package senders

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// The protocols of OTLP, as OTEL_EXPORTER_OTLP_PROTOCOL names them.
const (
	protocolGRPC     = "grpc"
	protocolProtobuf = "http/protobuf"
	protocolJSON     = "http/json" // not in the SDK for Go
)

// A request is the body of a POST to a service, in Go (goservice.go) or in JavaScript
// (js/main.js). The service writes the spans with its SDK, below the span that the
// traceparent header names if there is one, has them exported and replies with an
// answer.
type request struct {
	Service  string   `json:"service"` // service.name of the resource
	Exporter exporter `json:"exporter"`
	Span     span     `json:"span"`
}

type exporter struct {
	Protocol string            `json:"protocol"`
	Endpoint string            `json:"endpoint"`          // host:port
	Headers  map[string]string `json:"headers,omitempty"` // of the export requests
}

type span struct {
	Name string `json:"name"`
	Kind string `json:"kind,omitempty"` // server, client, or empty: internal
	// A string, a bool, a number or a list of strings by key. Numbers without a
	// fraction are integers.
	Attributes map[string]any `json:"attributes,omitempty"`
	Children   []span         `json:"children,omitempty"` // written one after the other
	Call       *call          `json:"call,omitempty"`     // made within the span, after its children
}

// A call is a request that a service sends to another one, with traceparent.
type call struct {
	URL     string  `json:"url"`
	Request request `json:"request"`
}

type answer struct {
	Trace string            `json:"trace"` // id in hex
	Spans map[string]string `json:"spans"` // ids in hex by name
}

var client = &http.Client{Transport: &http.Transport{}}

// post sends a request to a service, with headers to be added to the HTTP request.
func post(ctx context.Context, url string, body request, headers http.Header) (answer, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		return answer{}, err
	}
	req.Header = headers
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	reply, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return answer{}, fmt.Errorf("read %s: %w", url, err)
	}
	if resp.StatusCode != http.StatusOK {
		return answer{}, fmt.Errorf("%s: HTTP %d: %s", url, resp.StatusCode, reply)
	}
	var a answer
	if err := json.Unmarshal(reply, &a); err != nil {
		return answer{}, fmt.Errorf("%s: %w", url, err)
	}
	return a, nil
}
