package faults

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// texts are the attributes that hold the text of an error, whoever writes them.
var texts = map[string]bool{
	"exception.message":    true,
	"exception.stacktrace": true,
	"error":                true,
	"error.message":        true,
	"error.stack":          true,
	"error.stacktrace":     true,
	"error.object":         true,
	"error.details":        true,
	"error_message":        true,
	"status_message":       true,
	"gen_ai.error.message": true,
	"llm.error":            true,
	"agent.error":          true,
	"tfy.error_message":    true,

	"otel.status_description":             true,
	"langfuse.observation.status_message": true,
}

// classes are the attributes that name the kind of an error. A value that is no name is a text.
var classes = map[string]bool{"error.type": true, "exception.type": true, "error.code": true, "error.name": true}

// HoldsText tells whether an attribute holds the text of an error, which may quote what was said.
func HoldsText(key string, v pcommon.Value) bool {
	switch v.Type() {
	case pcommon.ValueTypeBool, pcommon.ValueTypeEmpty:
		return false
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice, pcommon.ValueTypeBytes:
		return texts[key] || classes[key]
	}
	return texts[key] || classes[key] && !isName(value.Scalar(v))
}

// maxName is the length in bytes of a name.
const maxName = 96

// isName tells names of classes, flags, codes and models from sentences: they hold no space.
func isName(word string) bool {
	if len(word) > maxName {
		return false
	}
	return strings.IndexFunc(word, func(c rune) bool {
		return c <= ' ' || c > '~' || strings.ContainsRune(`"'<>@`+"`", c)
	}) < 0
}
