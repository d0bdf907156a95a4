// Package client asks a local store over its HTTP/JSON API, or Plano's own trace listener, which speaks gRPC only.
package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// DefaultPort is the port of the store's page and API.
const DefaultPort = 16687

// Environment variables that FromEnvironment reads.
const (
	// PortVariable is the port of the store on this machine that answers Plano's command line, or all there is to ask.
	PortVariable = "PLANO_TRACE_PORT"
	// PagePortVariable is the port of the page and the API, where that was moved. It counts where PortVariable is not set.
	PagePortVariable = "PLANO_UI_PORT"
	// TokenVariable is the token of a store that demands one.
	TokenVariable = "PLANO_TRACE_TOKEN" //nolint:gosec // the name of the variable, no token
)

const (
	// maxAnswer is how many bytes of an answer are read, maxError how many of one that says what was wrong.
	maxAnswer = 256 << 20
	maxError  = 4 << 10
	// dialTimeout is for a store on this machine.
	dialTimeout = 3 * time.Second
	// answerTimeout is how long an answer may take that the context does not bound.
	answerTimeout = time.Minute
)

// Client asks one store. It is safe for concurrent use.
type Client struct {
	address, token string
	http           *http.Client
	// Disconnected is told when the live connection of Watch broke and is tried again; nil tells nobody.
	Disconnected func(error)
	// Shortened is told of a trace that is too large to be had with the values of its attributes in full; nil tells nobody.
	Shortened func(traceID string, valueBytes int)

	listenerOnce sync.Mutex
	listener     *listener
}

var _ traceapi.Store = (*Client)(nil)

// New makes a client of the store at an address, "127.0.0.1:16687". The token may be empty.
func New(address, token string) *Client {
	transport := &http.Transport{DialContext: dial, MaxIdleConns: 2, IdleConnTimeout: answerTimeout}
	return &Client{
		address: address, token: token,
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// FromEnvironment makes a client of the store on this machine.
func FromEnvironment(getenv func(string) string) (*Client, error) {
	port := DefaultPort
	for _, name := range []string{PortVariable, PagePortVariable} {
		text := getenv(name)
		if text == "" {
			continue
		}
		var err error
		if port, err = strconv.Atoi(text); err != nil || port < 1 || port > 65535 {
			return nil, fmt.Errorf("%s: must be a port from 1 to 65535, is %q", name, text)
		}
		break
	}
	return New(net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), getenv(TokenVariable)), nil
}

// URL is where a person sees a path of the store.
func (c *Client) URL(path string) string { return "http://" + c.address + path }

// Close ends the connections.
func (c *Client) Close() {
	c.http.CloseIdleConnections()
	c.listenerOnce.Lock()
	defer c.listenerOnce.Unlock()
	if c.listener != nil {
		c.listener.close()
	}
}

// get asks for a path and decodes the answer.
func (c *Client) get(ctx context.Context, path string, parameters url.Values, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	response, err := c.request(ctx, path, parameters)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", c.address, err)
	case len(body) > maxAnswer:
		return fmt.Errorf("%s%s: the answer is larger than %d MiB", c.address, path, maxAnswer>>20)
	}
	if err := json.Unmarshal(body, answer); err != nil {
		return fmt.Errorf("%s%s: %w", c.address, path, err)
	}
	return nil
}

// request returns an answer whose status says that all is well. errNotSpoken is one of something else than a store.
func (c *Client) request(ctx context.Context, path string, parameters url.Values) (*http.Response, error) {
	to := url.URL{Scheme: "http", Host: c.address, Path: "/api/v1" + path, RawQuery: parameters.Encode()}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.transportError(ctx, err)
	}
	if response.StatusCode == http.StatusOK {
		return response, nil
	}
	defer func() { _ = response.Body.Close() }()
	return nil, c.statusError(response)
}

// transportError says what to do where nothing answers.
func (c *Client) transportError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", c.address, ctx.Err())
	}
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return &NotListeningError{Address: c.address}
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return &notSpokenError{address: c.address, why: err.Error()}
}
