package harness

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// ReadOTLPWithLogs reads NAME.traces.json and NAME.logs.json as ReadOTLP does; records stay with their spans.
func ReadOTLPWithLogs(name string) (ptrace.Traces, plog.Logs, error) {
	td, err := readTraces(name + ".traces.json")
	if err != nil {
		return td, plog.NewLogs(), err
	}
	path := name + ".logs.json"
	text, err := os.ReadFile(path)
	if err != nil {
		return td, plog.NewLogs(), err
	}
	ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(text)
	if err != nil {
		return td, plog.NewLogs(), fmt.Errorf("%s: %w", path, err)
	}
	ids := newTraceIDs{}
	ids.renew(SpansOf(td))
	for _, record := range RecordsOf(ld) {
		record.SetTraceID(ids.of(record.TraceID()))
	}
	return td, ld, nil
}

// RecordsOf returns every log record, in the order of the data.
func RecordsOf(ld plog.Logs) []plog.LogRecord {
	var records []plog.LogRecord
	for _, resource := range ld.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				records = append(records, record)
			}
		}
	}
	return records
}

// SendLogs sends logs as OTLP/HTTP in JSON; anything but full acceptance is an error.
func SendLogs(ctx context.Context, endpoint string, ld plog.Logs) error {
	body, err := (&plog.JSONMarshaler{}).MarshalLogs(ld)
	if err != nil {
		return err
	}
	status, answer, err := post(ctx, endpoint+"/v1/logs", body)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return fmt.Errorf("%s: HTTP %d: %s", endpoint, status, answer)
	}
	response := plogotlp.NewExportResponse()
	if err := response.UnmarshalJSON(answer); err != nil {
		return fmt.Errorf("%s: %w", endpoint, err)
	}
	if n := response.PartialSuccess().RejectedLogRecords(); n > 0 {
		return fmt.Errorf("%d log records rejected: %s", n, response.PartialSuccess().ErrorMessage())
	}
	return nil
}
