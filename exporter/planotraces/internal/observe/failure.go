package observe

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// maxError is the length in bytes of what is told of a failure.
const maxError = 512

// vagueTypes are names of errors that say no more than that there was one.
var vagueTypes = map[string]bool{"": true, "error": true, "exception": true, "_other": true, "true": true}

// vagueSource is that of a fault of which a span tells no more than that there was one.
const vagueSource = "status=error"

// failureOf returns what a span says of its failure, one line; empty where it did not fail.
func failureOf(span ptrace.Span, facts *conversation.Facts, messages []signals.Message) string {
	failed := span.Status().Code() == ptrace.StatusCodeError
	if !failed && (!facts.HasFault || !facts.Fault.Failed) {
		return ""
	}
	typ, text := textOf(span.Attributes(), "error.type"), span.Status().Message()
	for _, event := range span.Events().All() {
		if event.Name() != "exception" {
			continue
		}
		if text == "" {
			text = textOf(event.Attributes(), "exception.message")
		}
		if vagueTypes[strings.ToLower(typ)] {
			typ = textOf(event.Attributes(), "exception.type")
		}
	}
	if text == "" {
		text = textOf(span.Attributes(), "error.message", "exception.message", "llm.error", "tfy.error_message")
	}
	source := withoutKey(facts.Fault.Source)
	if text == "" && (source == "" || source == vagueSource) {
		text = resultOf(messages)
	}
	switch {
	case text == "" && !vagueTypes[strings.ToLower(typ)]:
		text = typ
	case text == "" && source != "" && source != vagueSource:
		text = source
	case text == "":
		text = "error"
	case !vagueTypes[strings.ToLower(typ)] && !strings.Contains(text, typ):
		text = typ + ": " + text
	}
	return line(strings.TrimSpace(text), maxError)
}

// withoutKey returns what the source of a fault says: of an attribute's text the text alone.
func withoutKey(source string) string {
	key, text, _ := strings.Cut(source, "=")
	switch {
	case strings.HasSuffix(key, "status_code"):
		return "HTTP " + text
	case strings.ContainsAny(text, " :"):
		return text
	}
	return source
}

// textOf returns the beginning of the first attribute that holds a text.
func textOf(attributes pcommon.Map, keys ...string) string {
	for _, key := range keys {
		if v, ok := attributes.Get(key); ok {
			if text, _ := value.Text(v, maxError); text != "" {
				return text
			}
		}
	}
	return ""
}

// resultOf returns the result of a tool.
func resultOf(messages []signals.Message) string {
	for i := range messages {
		if messages[i].Role == signals.RoleToolResult {
			return messages[i].Text[:min(len(messages[i].Text), maxError)]
		}
	}
	return ""
}
