package conversation

import (
	"slices"
	"strings"

	conventions "go.opentelemetry.io/otel/semconv/v1.38.0"

	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// ReadsKey tells whether what an attribute says, on a span or its resource, can change how a conversation is read or
// judged: what the dialects declare, what tells of trouble, the service and the signals that others found. Whoever takes
// attributes from strangers must not let them write these. The ids of sessions and conversations are not among them: a
// client names its own.
func ReadsKey(key string) bool {
	if isSessionKey(key) {
		return false
	}
	return known.attributes.find(key) != nil || key == string(conventions.ServiceNameKey) ||
		strings.HasPrefix(key, semconv.SignalsNamespace)
}

func isSessionKey(key string) bool {
	return slices.ContainsFunc(dialects, func(d *dialect) bool {
		return slices.ContainsFunc(d.sessions, func(s sessionKey) bool { return s.key == key })
	})
}
