package faults

import (
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Classifier knows which leaf an error belongs to. It serves all goroutines.
type Classifier interface {
	// ClassifyStatus classifies an HTTP status; ok is false for one that is no error, or names no
	// kind of trouble.
	ClassifyStatus(code int) (leaf signals.Leaf, ok bool)
	// ClassifyError classifies an error's type, code or message; ok is false where it names no kind
	// of trouble.
	ClassifyError(text string) (leaf signals.Leaf, ok bool)
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

// leafOfStatus classifies an HTTP status that a span has.
func leafOfStatus(c Classifier, code int64, kind spankind.Kind) (signals.Leaf, bool) {
	if code < 400 || code > 599 {
		return 0, false
	}
	leaf, ok := c.ClassifyStatus(int(code))
	return leaf, ok && statusMayRaise(leaf, kind)
}

// maxErrorText is how many bytes of an error text are looked at.
const maxErrorText = 512

// leafOfText classifies an error text, which may be a status code, "503".
func leafOfText(c Classifier, text string) (signals.Leaf, bool) {
	text = head(text, maxErrorText)
	if code, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		return leafOfStatus(c, int64(code), spankind.Other)
	}
	leaf, ok := c.ClassifyError(text)
	return leaf, ok && textMayRaise(leaf)
}
