package harness

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// PostTraces posts a body of JSON to an OTLP/HTTP receiver, with headers as
// pairs of name and value.
func PostTraces(ctx context.Context, endpoint string, body []byte, headers ...string) (status int, answer []byte, err error) {
	return post(ctx, endpoint+"/v1/traces", body, headers...)
}

func post(ctx context.Context, address string, body []byte, headers ...string) (status int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address, bytes.NewReader(body))
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
