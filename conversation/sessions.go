package conversation

import (
	"cmp"
	"slices"
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
