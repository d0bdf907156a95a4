package signals

import (
	"fmt"
	"strings"
)

// circumstance is something about a message, or about the agent's message before it, that
// decides whether a phrase counts. Lexicon files name them in section headers.
type circumstance uint32

const (
	// Of the agent's message before.
	agentFailed circumstance = 1 << iota
	agentOffered
	agentClosing
	agentAsked
	agentServed
	agentChats
	// Of the user's message.
	asksSomething
	requestsSomething
	thanks
	pleased
	accepts
	declines
	complains
	short
	greets
	insists
	// Of the place of the phrase in the message.
	negated
	conditional
	contrasted
	quotedPhrase
	// Of a tool result: known to be an error; a result that found nothing.
	asError
	asEmpty
)

var circumstanceNames = map[string]circumstance{
	"agent failed":  agentFailed,
	"agent offered": agentOffered,
	"agent closing": agentClosing,
	"agent asked":   agentAsked,
	"agent served":  agentServed,
	"agent chats":   agentChats,
	"asks":          asksSomething,
	"requests":      requestsSomething,
	"thanks":        thanks,
	"pleased":       pleased,
	"accepts":       accepts,
	"declines":      declines,
	"complains":     complains,
	"short":         short,
	"greets":        greets,
	"insists":       insists,
	"negated":       negated,
	"conditional":   conditional,
	"contrasted":    contrasted,
	"quoted":        quotedPhrase,
	"error":         asError,
	"empty":         asEmpty,
}

// ofPlace are the circumstances that belong to a match, not to its message.
const ofPlace = negated | conditional | contrasted | quotedPhrase

// condition says under which circumstances a phrase counts.
type condition struct {
	when, unless circumstance
}

// holds says whether the phrase counts under the circumstances given.
func (c condition) holds(given circumstance) bool {
	return given&c.when == c.when && given&c.unless == 0
}

// defaultCondition is that of every phrase of a leaf: what is negated, supposed or quoted is
// not said; thanks and praise before a "but" are not meant.
func defaultCondition(k kind) condition {
	switch k {
	case kind(Gratitude), kind(Confirmation), kind(Success):
		return condition{unless: negated | conditional | contrasted | quotedPhrase}
	}
	if k < kind(LeafCount) && Leaf(k) <= Success {
		return condition{unless: negated | conditional | quotedPhrase}
	}
	return condition{}
}

// parseCondition reads a section header, "when agent failed, unless asks, even negated".
func parseCondition(text string, base condition) (condition, error) {
	c := base
	mode := ""
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		for _, word := range []string{"when", "unless", "even"} {
			if rest, ok := strings.CutPrefix(part, word+" "); ok {
				mode, part = word, rest
			}
		}
		given, ok := circumstanceNames[part]
		if !ok {
			return c, fmt.Errorf("unknown circumstance %q", part)
		}
		switch mode {
		case "when":
			c.when |= given
		case "unless":
			c.unless |= given
		case "even":
			c.unless &^= given
		default:
			return c, fmt.Errorf("%q needs when, unless or even before it", part)
		}
	}
	return c, nil
}
