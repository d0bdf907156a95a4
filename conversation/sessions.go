package conversation

import (
	"cmp"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
)

// SessionAttributes returns the names under which senders write the id of a session, and then of a
// conversation in it, those to be looked at first in front.
func SessionAttributes() []string {
	var keys []sessionKey
	for _, d := range dialects {
		keys = append(keys, d.sessions...)
	}
	slices.SortStableFunc(keys, func(a, b sessionKey) int {
		return cmp.Or(cmp.Compare(a.scope, b.scope), cmp.Compare(a.order, b.order))
	})
	names := make([]string, len(keys))
	for i := range keys {
		names[i] = keys[i].key
	}
	return names
}

// SessionKeys finds the ids of sessions and conversations in attributes. It is safe for concurrent use.
type SessionKeys struct {
	places *lookup[sessionPlace]
}

// sessionPlace is what an attribute names, and its rank among all of them, from 1; the lower one counts.
type sessionPlace struct {
	scope sessionScope
	rank  int
}

// NewSessionKeys looks for attributes by their names, such as those of SessionAttributes, the first of which counts.
// Extra ones are looked at before those that name a conversation. What the table doesn't know names a session.
func NewSessionKeys(names []string, extra ...string) *SessionKeys {
	ofConversations := conversationKeys()
	firstConversation := slices.IndexFunc(names, func(name string) bool { return ofConversations[name] })
	if firstConversation < 0 {
		firstConversation = len(names)
	}
	k := &SessionKeys{&lookup[sessionPlace]{}}
	for i, name := range slices.Insert(slices.Clone(names), firstConversation, extra...) {
		if name == "" || k.places.find(name) != nil {
			continue
		}
		scope := ofSession
		if ofConversations[name] {
			scope = ofConversation
		}
		k.places.addExact(name, &sessionPlace{scope, i + 1})
	}
	return k
}

// conversationKeys are the names of attributes that name a conversation in a session.
func conversationKeys() map[string]bool {
	keys := map[string]bool{}
	for _, d := range dialects {
		for _, s := range d.sessions {
			keys[s.key] = keys[s.key] || s.scope == ofConversation
		}
	}
	return keys
}

// Of returns the ids of the session and of the conversation that the attributes of a span or of a log record name, else
// those of their resource; empty is none.
func (k *SessionKeys) Of(attributes, resource pcommon.Map) (session, conversation string) {
	own := k.find(attributes)
	if own[ofSession].rank == 0 || own[ofConversation].rank == 0 {
		shared := k.find(resource)
		for scope := range own {
			if own[scope].rank == 0 {
				own[scope] = shared[scope]
			}
		}
	}
	return own[ofSession].ID, own[ofConversation].ID
}

// SessionID is an id that an attribute gives.
type SessionID struct {
	// ID is one line without control characters, at most 256 bytes as it was sent.
	ID   string
	rank int
}

// First returns the id of the attribute that comes first of all, be it of a session or of a conversation.
func (k *SessionKeys) First(attributes pcommon.Map) SessionID {
	found := k.find(attributes)
	return found[ofSession].Or(found[ofConversation])
}

// Found is false where no attribute gave an id.
func (s SessionID) Found() bool { return s.rank > 0 }

// Or returns the one whose attribute comes first, of equals s.
func (s SessionID) Or(other SessionID) SessionID {
	if other.rank > 0 && (s.rank == 0 || other.rank < s.rank) {
		return other
	}
	return s
}

// find returns the best id of each scope.
func (k *SessionKeys) find(attributes pcommon.Map) (best [scopes]SessionID) {
	for name, v := range attributes.All() {
		place := k.places.find(name)
		if place == nil || best[place.scope].rank > 0 && place.rank >= best[place.scope].rank {
			continue
		}
		if id := sessionID(v); id != "" {
			best[place.scope] = SessionID{id, place.rank}
		}
	}
	return best
}

// maxSessionID is the length in bytes of an id as it was sent; a longer text is none.
const maxSessionID = 256

// sessionID returns the id that a string, an integer or a boolean holds, as it can be shown. Other values are none: what
// is nested would be written out in full.
func sessionID(v pcommon.Value) string {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if len(v.Str()) <= maxSessionID {
			return printable.Line(v.Str())
		}
	case pcommon.ValueTypeInt, pcommon.ValueTypeBool:
		return v.AsString()
	}
	return ""
}
