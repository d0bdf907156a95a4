package store

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// nameResults gives results the names of the tools that they are from, where the sender says them of the calls only: by the ids of the
// calls, else in the order of the calls.
func nameResults(messages []signals.Message) {
	var open []*signals.Message
	for i := range messages {
		m := &messages[i]
		switch m.Role {
		case signals.RoleToolCall:
			open = append(open, m)
		case signals.RoleToolResult:
			at := 0
			if m.CallID != "" {
				at = slices.IndexFunc(open, func(call *signals.Message) bool { return call.CallID == m.CallID })
			}
			if at < 0 || at >= len(open) {
				continue
			}
			if m.Tool == "" {
				m.Tool = open[at].Tool
			}
			open = slices.Delete(open, at, at+1)
		case signals.RoleUser:
			open = open[:0]
		case signals.RoleAssistant:
		}
	}
}
