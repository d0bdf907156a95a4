package conversation

import (
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
)

// ApplyLogs treats all log records of a batch, and what stands around them: their attributes like those of spans, the bodies
// and attributes of records that are messages or hold some, the bodies of errors, and of all that libraries of models log.
func (p *ContentPolicy) ApplyLogs(logs plog.Logs) {
	if p.keepsAll() {
		return
	}
	for _, resource := range logs.ResourceLogs().All() {
		p.attributes(resource.Resource().Attributes(), nil)
		for _, scope := range resource.ScopeLogs().All() {
			p.attributes(scope.Scope().Attributes(), nil)
			ofModels := slices.ContainsFunc(loggingScopes, func(pattern string) bool { return matches(pattern, scope.Scope().Name()) })
			for _, record := range scope.LogRecords().All() {
				p.record(record, ofModels)
			}
		}
	}
}

// loggingScopes are the instrumentation scopes of libraries whose log records quote what was said.
var loggingScopes = []string{
	"@mastra/*", "@traceloop/*", "@opentelemetry/instrumentation-openai*", "@arizeai/openinference-*", "langfuse-sdk", "langsmith",
	"opentelemetry.instrumentation.openai*", "gcp.vertex.agent", "strands-agents", "genkit-tracer",
}

// record treats a log record; ofModels is true for one of a library of models.
func (p *ContentPolicy) record(record plog.LogRecord, ofModels bool) {
	name, body := eventName(record), record.Body()
	isEvent, failed := known.events.find(name) != nil, isError(record, name)
	if isEvent && p.Messages != Keep {
		p.eventFields(name, record.Attributes())
	} else {
		p.attributes(record.Attributes(), nil)
	}
	switch {
	case p.Messages != Keep && (isEvent || ofModels || mayHoldMessages(body) && messagesIn(body) != aside):
		p.body(body, p.Messages)
	case failed:
		p.body(body, p.Faults)
	case body.Type() == pcommon.ValueTypeMap:
		p.attributes(body.Map(), nil)
	}
}

// body treats what a record says.
func (p *ContentPolicy) body(body pcommon.Value, how Treatment) {
	r := p.newRedactor()
	switch {
	case how == Drop:
		pcommon.NewValueEmpty().MoveTo(body)
	case how.covers() && body.Type() == pcommon.ValueTypeMap:
		r.value(body, shapeBody, how)
	case how.covers():
		r.value(body, shapeDocument, how)
	}
}

// eventName returns the name of a record that is an event; older SDKs have an attribute for it.
func eventName(record plog.LogRecord) string {
	if name := record.EventName(); name != "" {
		return name
	}
	if name, ok := record.Attributes().Get("event.name"); ok && name.Type() == pcommon.ValueTypeStr {
		return name.Str()
	}
	return ""
}

// isError tells records of errors: by their severity, as an exception, or by the text of an error that they hold.
func isError(record plog.LogRecord, event string) bool {
	switch severity := record.SeverityNumber(); {
	case severity >= plog.SeverityNumberError, event == "exception":
		return true
	case severity == plog.SeverityNumberUnspecified && slices.Contains(errorWords, strings.ToLower(record.SeverityText())):
		return true
	}
	for key, v := range record.Attributes().All() {
		if key == "exception.type" || faults.HoldsText(key, v) {
			return true
		}
	}
	return false
}

var errorWords = []string{"error", "err", "fatal", "critical", "panic", "alert", "emergency"}
