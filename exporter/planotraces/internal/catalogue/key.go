package catalogue

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// key is what the spans of a conversation have in common.
type key struct {
	// kind is 'c' for the id of a conversation, 's' of a session, 't' for a trace.
	kind byte
	text string
}

// maxSession bounds an id of a session, in bytes, where it is shown.
const maxSession = 256

// keyOf returns the key that a span names itself; ok is false where it names none.
func keyOf(o *observe.Observation) (k key, ok bool) {
	switch {
	case o == nil:
		return k, false
	case o.Conversation != "":
		return key{'c', o.Conversation}, true
	case o.Session != "":
		return key{'s', o.Session}, true
	}
	return k, false
}

func traceKey(id model.TraceID) key { return key{'t', string(id[:])} }

// session is the sender's id.
func (k key) session() string {
	if k.kind == 't' {
		return ""
	}
	return truncate.Bytes(k.text, maxSession)
}

// hash is the id of the conversation, or of one of its later parts.
func (k key) hash(part int) int64 {
	text := append([]byte{k.kind}, k.text...)
	if part > 0 {
		text = strconv.AppendInt(append(text, 0), int64(part), 10)
	}
	sum := sha256.Sum256(text)
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// FormatID writes the id of a conversation or an issue, 16 hexadecimal digits.
func FormatID(hash int64) string { return fmt.Sprintf("%016x", uint64(hash)) }

// ParseID reads one; ok is false where it is none.
func ParseID(id string) (hash int64, ok bool) {
	if len(id) != 16 {
		return 0, false
	}
	n, err := strconv.ParseUint(id, 16, 64)
	return int64(n), err == nil && FormatID(int64(n)) == id
}
