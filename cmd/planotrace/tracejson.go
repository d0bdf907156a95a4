package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// plainTrace is a trace as Plano's command line prints it.
type plainTrace struct {
	TraceID string      `json:"trace_id"`
	Spans   []plainSpan `json:"spans"`
}

type plainSpan struct {
	TraceID      string               `json:"traceId"`
	SpanID       string               `json:"spanId"`
	ParentSpanID string               `json:"parentSpanId"`
	Name         string               `json:"name"`
	Start        int64                `json:"startTimeUnixNano,string"`
	End          int64                `json:"endTimeUnixNano,string"`
	Service      string               `json:"service"`
	Attributes   []traceapi.Attribute `json:"attributes"`
}

// writeTracesJSON prints traces: as Plano does, or with everything that is known of the spans.
func writeTracesJSON(command *cobra.Command, traces []traceapi.Trace, r *traceRequest) error {
	for i := range traces {
		for j := range traces[i].Spans {
			span := &traces[i].Spans[j]
			span.Attributes = named(span.Attributes, r.patterns)
		}
	}
	if r.everything {
		return writeIndented(command, map[string]any{"traces": traces})
	}
	plain := make([]plainTrace, len(traces))
	for i := range traces {
		plain[i] = plainTrace{traces[i].TraceID, make([]plainSpan, len(traces[i].Spans))}
		for j := range traces[i].Spans {
			s := &traces[i].Spans[j]
			plain[i].Spans[j] = plainSpan{s.TraceID, s.SpanID, s.ParentSpanID, s.Name, s.Start, s.End, s.Service, s.Attributes}
			if s.Attributes == nil {
				plain[i].Spans[j].Attributes = []traceapi.Attribute{}
			}
		}
	}
	return writeIndented(command, map[string]any{"traces": plain})
}

// writeTraceIDs prints which traces were found, in JSON in full.
func writeTraceIDs(e *environment, command *cobra.Command, found *foundTraces, asJSON bool) error {
	ids := make([]string, len(found.traces))
	for i := range found.traces {
		ids[i] = found.traces[i].TraceID
	}
	if asJSON {
		return writeIndented(command, map[string]any{"trace_ids": ids})
	}
	if len(ids) == 0 {
		return writeText(command, "No trace IDs found.\n")
	}
	s := e.sheet()
	s.line(s.bold.Render("Trace IDs:"))
	for i := range found.traces {
		s.line("  ", traceLine(e, &found.traces[i], e.width))
	}
	return writeText(command, s.text.String())
}

// writeIndented prints JSON over several lines, with the characters escaped that a terminal would obey.
func writeIndented(command *cobra.Command, value any) error {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("json: %w", err)
	}
	_, err := command.OutOrStdout().Write(appendShown(make([]byte, 0, buffer.Len()), buffer.Bytes()))
	return err
}

// writeText prints what is laid out already.
func writeText(command *cobra.Command, text string) error {
	_, err := command.OutOrStdout().Write([]byte(text))
	return err
}
