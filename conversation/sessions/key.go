package sessions

import (
	"crypto/sha256"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Key identifies a session. It does not tell its id. The zero key is that of a session of which nothing is remembered.
type Key [16]byte

// KeyOf returns the key of a conversation, where its id is empty of the session, where that is empty of the trace.
func KeyOf(conversation, session string, trace pcommon.TraceID) (key Key) {
	text := make([]byte, 0, 128)
	switch {
	case conversation != "":
		text = append(append(text, 'c'), conversation...)
	case session != "":
		text = append(append(text, 's'), session...)
	case !trace.IsEmpty():
		text = append(append(text, 't'), trace[:]...)
	default:
		return key
	}
	sum := sha256.Sum256(text)
	return Key(sum[:len(key)])
}
