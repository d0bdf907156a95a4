package senders

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// Two services in two languages share a trace by traceparent. The first one's span is the
// root and ends last, when Jaeger already has what the second one wrote.
func TestRootInAnotherServiceEndsLater(t *testing.T) {
	stack := use(t, byDefault)
	for _, test := range []struct{ first, second sender }{
		{sender{"JavaScript", protocolProtobuf}, sender{"Go", protocolGRPC}},
		{sender{"Go", protocolProtobuf}, sender{"JavaScript", protocolGRPC}},
	} {
		t.Run(test.first.language+" calls "+test.second.language, func(t *testing.T) {
			second := test.second.request(stack, "agent", span{Name: "invoke_agent support", Kind: "server", Children: []span{chat(escalation)}})
			root := span{Name: "POST /ask", Kind: "server", Call: &call{URL: arrivesFirst(t, stack, test.second.url(t)), Request: second}}
			sent, trace := test.first.send(t, stack, test.first.request(stack, "shop", root))

			got := trace.Span(sent.Spans[chatName])
			assertEscalation(t, "POST /ask", got, trace.Root())
			between := trace.Span(sent.Spans["invoke_agent support"])
			require.NotNil(t, between)
			assert.Equal(t, between.SpanID, got.Parent())
			assert.Equal(t, sent.Spans["POST /ask"], between.Parent())
			assertUnflagged(t, between)
			assert.Equal(t, "shop", trace.Service(trace.Root()))
			assert.Equal(t, "agent", trace.Service(got))
		})
	}
}

// arrivesFirst returns the URL of a proxy before a service. It holds the reply back until
// Jaeger has the service's spans, which are there without a root.
func arrivesFirst(t *testing.T, stack *harness.Stack, service string) string {
	t.Helper()
	target, err := url.Parse(service)
	require.NoError(t, err)
	transport := &http.Transport{}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Transport: transport,
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: func(response *http.Response) error {
			return waitWithoutRoot(stack, response)
		},
	})
	t.Cleanup(func() {
		client.CloseIdleConnections()
		proxy.Close()
		transport.CloseIdleConnections()
	})
	return proxy.URL
}

// waitWithoutRoot leaves the response's body as it was.
func waitWithoutRoot(stack *harness.Stack, response *http.Response) error {
	body, err := io.ReadAll(response.Body)
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("HTTP %d: %s", response.StatusCode, body)
	}
	var sent answer
	if err := json.Unmarshal(body, &sent); err != nil {
		return err
	}
	trace, err := stack.Wait(response.Request.Context(), sent.Trace, len(sent.Spans))
	if err != nil {
		return err
	}
	if trace.Root() != nil {
		return fmt.Errorf("trace %s has its root already: this test proves nothing", sent.Trace)
	}
	return nil
}
