package phrases

import (
	"fmt"
	"strings"
)

// Cue is something about a message, or about the agent's message before it, that decides whether a phrase counts, as
// cues do in the detection of negation and speculation. Lexicon files name them in section headers. Several make a set.
type Cue uint32

// The cues.
const (
	// Of the agent's message before: it failed the user, offered a transfer, said goodbye, asked, brought a result, none of
	// these.
	AgentFailed Cue = 1 << iota
	AgentOffered
	AgentClosing
	AgentAsked
	AgentServed
	AgentChats
	// Of the user's message.
	Asks
	Requests
	Thanks
	Pleased
	Accepts
	Declines
	Complains
	Short
	Greets
	Insists
	// Of the place of the phrase in the message.
	Negated
	Conditional
	Contrasted
	Quoted
	// Of a tool result: known to be an error; a result that found nothing.
	IsError
	IsEmpty
)

const (
	// ofPlace are the cues that belong to a match, not to its message.
	ofPlace = Negated | Conditional | Contrasted | Quoted
	// NotMeant are those under which what is said is not meant.
	NotMeant = Negated | Conditional | Quoted
)

var cueNames = map[string]Cue{
	"agent failed":  AgentFailed,
	"agent offered": AgentOffered,
	"agent closing": AgentClosing,
	"agent asked":   AgentAsked,
	"agent served":  AgentServed,
	"agent chats":   AgentChats,
	"asks":          Asks,
	"requests":      Requests,
	"thanks":        Thanks,
	"pleased":       Pleased,
	"accepts":       Accepts,
	"declines":      Declines,
	"complains":     Complains,
	"short":         Short,
	"greets":        Greets,
	"insists":       Insists,
	"negated":       Negated,
	"conditional":   Conditional,
	"contrasted":    Contrasted,
	"quoted":        Quoted,
	"error":         IsError,
	"empty":         IsEmpty,
}

// Condition says with which cues a phrase counts.
type Condition struct {
	when, unless Cue
}

// holds says whether the phrase counts with the cues given.
func (c Condition) holds(given Cue) bool {
	return given&c.when == c.when && given&c.unless == 0
}

// Needs says whether the phrase counts only where one of the cues is given.
func (c Condition) Needs(one Cue) bool { return c.when&one != 0 }

// parseCondition reads a section header, "when agent failed, unless asks, even negated".
func parseCondition(text string, base Condition) (Condition, error) {
	c := base
	mode := ""
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		for _, word := range []string{"when", "unless", "even"} {
			if rest, ok := strings.CutPrefix(part, word+" "); ok {
				mode, part = word, rest
			}
		}
		given, ok := cueNames[part]
		if !ok {
			return c, fmt.Errorf("unknown cue %q", part)
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
