package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// ErrUnauthorized is a store that demands a token which was not given, or another one.
var ErrUnauthorized = errors.New("not authorized")

// ErrTooLarge is an answer that is larger than the store gives.
var ErrTooLarge = errors.New("too large")

// NotListeningError is an address at which nothing answers.
type NotListeningError struct{ Address string }

func (e *NotListeningError) Error() string {
	return fmt.Sprintf("nothing listens on %s: start it with `planotrace listen`, or `otelcol-plano --config otelcol-config.yaml`; "+
		"%s names another port", e.Address, PortVariable)
}

// ListenerError is a question that Plano's own listener can't answer.
type ListenerError struct{ Address string }

func (e *ListenerError) Error() string {
	return e.Address + " is a trace listener of Plano, which holds traces only: " +
		"for conversations and signals send the spans to `planotrace listen`"
}

// notSpokenError is what answers otherwise than a store does.
type notSpokenError struct{ address, why string }

func (e *notSpokenError) Error() string {
	return fmt.Sprintf("%s is no trace store: %s; %s names another port", e.address, e.why, PortVariable)
}

// statusError is what an answer's status and its error say.
func (c *Client) statusError(response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxError))
	if err != nil {
		return fmt.Errorf("%s: %w", c.address, err)
	}
	if response.StatusCode == http.StatusUnauthorized {
		return fmt.Errorf("%s: %w: give the store's token in the environment variable %s", c.address, ErrUnauthorized, TokenVariable)
	}
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &said) != nil || said.Error == "" {
		return &notSpokenError{c.address, "HTTP status " + response.Status}
	}
	return &apiError{kind: kindOf(response.StatusCode), text: said.Error}
}

// apiError is what a store said, and which of traceapi's errors that is.
type apiError struct {
	kind error
	text string
}

func (e *apiError) Error() string { return e.text }
func (e *apiError) Unwrap() error { return e.kind }

func kindOf(status int) error {
	switch status {
	case http.StatusNotFound:
		return traceapi.ErrNotFound
	case http.StatusBadRequest:
		return traceapi.ErrInvalid
	case http.StatusRequestEntityTooLarge:
		return ErrTooLarge
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return traceapi.ErrBusy
	default:
		return nil
	}
}
