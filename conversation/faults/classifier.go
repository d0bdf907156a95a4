package faults

import (
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Classifier knows what an error's words mean, as [signals.Analyzer] does. It serves all goroutines.
type Classifier interface {
	// ClassifyError returns the leaf that an error's type, code or message names; ok is false where it
	// names none.
	ClassifyError(reported string) (leaf signals.Leaf, ok bool)
}

// statusMayRaise decides which leaves an HTTP status raises on a span. A model that refuses its
// caller is a matter of the setup; a tool that does is the agent's mistake.
func statusMayRaise(leaf signals.Leaf, kind spankind.Kind) bool {
	return leaf.Category() == signals.Exhaustion || leaf == signals.AuthMisuse && kind == spankind.Tool
}

// textMayRaise decides which leaves an error's text raises. What a tool or a model says of
// arguments, states and rights is read in the conversation, where the call stands beside it.
func textMayRaise(leaf signals.Leaf) bool {
	return leaf.Category() == signals.Exhaustion || leaf == signals.ToolNotFound
}

// leafOfStatus classifies an HTTP status of a span.
func leafOfStatus(code int, kind spankind.Kind) (signals.Leaf, bool) {
	leaf, ok := signals.ClassifyStatus(code)
	return leaf, ok && statusMayRaise(leaf, kind)
}

// maxErrorText is how many characters of an error text are looked at.
const maxErrorText = 512

// leafOfText classifies an error text, which may be a status code, "503".
func leafOfText(c Classifier, text string) (signals.Leaf, bool) {
	text = truncate.Characters(text, maxErrorText)
	if code, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		return leafOfStatus(code, spankind.Other)
	}
	leaf, ok := c.ClassifyError(text)
	return leaf, ok && textMayRaise(leaf)
}
