package senders

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// goServer and its service serve every test, javaScript the same in another process.
var (
	service  = &goService{providers: map[string]*sdktrace.TracerProvider{}}
	goServer = httptest.NewServer(service)

	javaScript = sync.OnceValues(func() (string, error) {
		if _, err := os.Stat("js/node_modules"); err != nil {
			return "", fmt.Errorf("the SDK for JavaScript is not installed: run `make e2e` in the repository's root: %w", err)
		}
		address, err := harness.StartProgram("node", "E2E_SENDER", "js/main.js")
		return "http://" + address, err
	})
)

func TestMain(m *testing.M) {
	// Tests wait for other processes, so that more of them can run at once than there are
	// processors; -parallel still wins.
	if err := flag.Set("test.parallel", "16"); err != nil {
		log.Fatal(err)
	}
	harness.Main(m, func() error { return service.close(context.Background()) }, func() error {
		goServer.Close()
		client.CloseIdleConnections()
		return nil
	})
}

// A sender is an SDK with the protocol it exports in.
type sender struct{ language, protocol string }

var senders = []sender{
	{"Go", protocolGRPC},
	{"Go", protocolProtobuf},
	{"JavaScript", protocolGRPC},
	{"JavaScript", protocolProtobuf},
	{"JavaScript", protocolJSON},
}

func (s sender) String() string { return s.language + " " + s.protocol }

func (s sender) url(t *testing.T) string {
	t.Helper()
	if s.language == "Go" {
		return goServer.URL
	}
	url, err := javaScript()
	require.NoError(t, err)
	return url
}

// request makes the body that has the sender write spans to a collector.
func (s sender) request(to *harness.Stack, service string, root span) request {
	endpoint := to.Collector.HTTP
	if s.protocol == protocolGRPC {
		endpoint = to.Collector.GRPC
	}
	return request{Service: service, Exporter: exporter{Protocol: s.protocol, Endpoint: endpoint}, Span: root}
}

// send has a sender write spans and returns their ids with the trace in Jaeger, once as
// many spans as the service wrote are there.
func (s sender) send(t *testing.T, to *harness.Stack, body request) (answer, *harness.Trace) {
	t.Helper()
	sent, err := post(t.Context(), s.url(t), body, nil)
	require.NoError(t, err)
	trace, err := to.Wait(t.Context(), sent.Trace, len(sent.Spans))
	require.NoError(t, err)
	return sent, trace
}
