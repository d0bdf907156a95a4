package senders

import (
	"maps"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// What an application and a proxy write on a span: request headers in each of the
// places that planoheaders reads, and a value of every type.
var sentAttributes = map[string]any{
	"x-katanemo-user-id":                        "u-42",
	"http.request.header.x-katanemo-session-id": []string{"s-1"},
	"guid:x-request-id":                         "r-7",

	"text":             "ø 🙂 \" \\ \n",
	"empty":            "",
	"digits":           "007",
	"yes":              true,
	"no":               false,
	"count":            225,
	"negative":         -1,
	"large":            9007199254740991, // the largest integer that JavaScript keeps exact
	"fraction":         0.234,
	"list":             []string{"a", "b, c"},
	"http.route":       "/v1/chat/completions",
	"http.status_code": 200,
}

// assertHeaders sends a span by every sender and checks what headers added to it. The
// tenant comes in the export request's own headers.
func assertHeaders(t *testing.T, stack *harness.Stack, added map[string]any) {
	t.Helper()
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			body := s.request(stack, "headers", span{Name: "POST /v1/chat/completions", Kind: "server", Attributes: sentAttributes})
			body.Exporter.Headers = map[string]string{"x-katanemo-tenant-id": "acme"}
			sent, trace := s.send(t, stack, body)
			assertArrived(t, sentAttributes, added, trace.Span(sent.Spans[body.Span.Name]))
		})
	}
}

// addedByDefault is what the default configuration makes of sentAttributes, with the static
// attributes of ../harness/stack.yaml.
var addedByDefault = map[string]any{
	"user.id":     "u-42",
	"session.id":  "s-1",
	"tenant.id":   "acme",
	"environment": "e2e",
	"version":     "1.0.0",
}

// Only x-katanemo- is a header's beginning there, so x-request-id becomes no attribute.
func TestHeadersByDefault(t *testing.T) { assertHeaders(t, use(t, byDefault), addedByDefault) }

func TestHeadersOfTwoPrefixes(t *testing.T) {
	added := maps.Clone(addedByDefault)
	added["request.id"] = "r-7"
	assertHeaders(t, use(t, twoPrefixes), added)
}
