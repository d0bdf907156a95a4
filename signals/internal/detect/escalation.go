package detect

import "github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"

// Transfer tells a user who asks for a human from one who accepts the transfer that the agent offered: the
// finding of the leaf becomes weak, or is made.
func Transfer(t *Turn, words int, leaf phrases.Kind) {
	if t.Given&phrases.AgentOffered == 0 {
		return
	}
	const accepting = phrases.AgentAsked | phrases.Accepts
	if found := t.Of(leaf); found != nil {
		found.Weak = true
	} else if t.Given&accepting == accepting && t.Given&phrases.Declines == 0 {
		t.Set(Finding{Kind: leaf, Rule: "accepts the transfer offered", Last: words - 1, Weak: true})
	}
}
