package planoheaders

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// decides is true for attributes by which conversations are judged or spans dropped, whatever reserved_keys says: a
// header that wrote one could make a conversation look worse or better than it is.
func decides(key string) bool {
	return conversation.ReadsKey(key) || spans.DestinationOf(key) != spans.NoDestination
}

// reservedKeys are keys, and namespaces "signals." that hold the key "signals" too.
type reservedKeys struct {
	keys       []string
	namespaces []string
}

func newReservedKeys(settings []string) reservedKeys {
	var r reservedKeys
	for _, s := range settings {
		if namespace, ok := strings.CutSuffix(s, ".*"); ok {
			r.keys = append(r.keys, namespace)
			r.namespaces = append(r.namespaces, namespace+".")
		} else {
			r.keys = append(r.keys, s)
		}
	}
	return r
}

func (r *reservedKeys) isReserved(key string) bool {
	if slices.Contains(r.keys, key) {
		return true
	}
	for _, namespace := range r.namespaces {
		if strings.HasPrefix(key, namespace) {
			return true
		}
	}
	return false
}
