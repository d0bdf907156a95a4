package harness

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// ReadOTLP reads a file of OTLP JSON and gives its traces new ids, so that the
// same file can be sent any number of times to one collector.
func ReadOTLP(path string) (ptrace.Traces, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return ptrace.Traces{}, err
	}
	td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(text)
	if err != nil {
		return ptrace.Traces{}, fmt.Errorf("%s: %w", path, err)
	}
	RenewTraceIDs(td)
	return td, nil
}

// NewTraceID returns a random id.
func NewTraceID() pcommon.TraceID {
	var id pcommon.TraceID
	rand.Read(id[:]) // never fails
	return id
}

// RenewTraceIDs replaces every trace id; spans of one trace stay together.
func RenewTraceIDs(td ptrace.Traces) {
	renewed := map[pcommon.TraceID]pcommon.TraceID{}
	for _, span := range SpansOf(td) {
		old := span.TraceID()
		if _, ok := renewed[old]; !ok {
			renewed[old] = NewTraceID()
		}
		span.SetTraceID(renewed[old])
	}
}

// SpansOf returns every span, in the order of the data.
func SpansOf(td ptrace.Traces) []ptrace.Span {
	var spans []ptrace.Span
	for _, resource := range td.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				spans = append(spans, span)
			}
		}
	}
	return spans
}

// PostTraces posts a body of JSON to an OTLP/HTTP receiver, with headers as
// pairs of name and value.
func PostTraces(ctx context.Context, endpoint string, body []byte, headers ...string) (status int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+endpoint+"/v1/traces", bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return do(req)
}

// SendHTTP sends traces as OTLP/HTTP in JSON; anything but full acceptance is an
// error.
func SendHTTP(ctx context.Context, endpoint string, td ptrace.Traces, headers ...string) error {
	body, err := (&ptrace.JSONMarshaler{}).MarshalTraces(td)
	if err != nil {
		return err
	}
	status, answer, err := PostTraces(ctx, endpoint, body, headers...)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return fmt.Errorf("%s: HTTP %d: %s", endpoint, status, answer)
	}
	response := ptraceotlp.NewExportResponse()
	if err := response.UnmarshalJSON(answer); err != nil {
		return fmt.Errorf("%s: %w", endpoint, err)
	}
	return accepted(response)
}

// SendGRPC sends traces as OTLP/gRPC; anything but full acceptance is an error.
func SendGRPC(ctx context.Context, endpoint string, td ptrace.Traces) (err error) {
	conn, err := grpc.NewClient(endpoint, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := conn.Close(); err == nil {
			err = closeErr
		}
	}()
	response, err := ptraceotlp.NewGRPCClient(conn).Export(ctx, ptraceotlp.NewExportRequestFromTraces(td))
	if err != nil {
		return fmt.Errorf("%s: %w", endpoint, err)
	}
	return accepted(response)
}

func accepted(response ptraceotlp.ExportResponse) error {
	if n := response.PartialSuccess().RejectedSpans(); n > 0 {
		return fmt.Errorf("%d spans rejected: %s", n, response.PartialSuccess().ErrorMessage())
	}
	return nil
}
