package phrases

import (
	"fmt"
	"strings"
)

// Kind is what a phrase stands for: a leaf of the taxonomy, by its number, or a context that other phrases
// depend on.
type Kind uint8

// Leaf is a kind of the taxonomy, as far as phrases are concerned.
type Leaf struct {
	// Name is the full name, "interaction.disengagement.escalation"; its last part names the leaf's files.
	Name string
	// In says which texts the leaf is looked for in.
	In Place
	// Unless are the cues with which its phrases do not count, where their section does not say
	// otherwise.
	Unless Cue
	// Tells is the cue that a match tells of, for other phrases.
	Tells Cue
}

// Place is where a phrase is looked for.
type Place uint8

// The places.
const (
	// Nowhere is the place of leaves that are found by counting.
	Nowhere Place = iota
	InUserTurns
	InAgentTurns
	InToolResults
	InToolNames
	placeCount
)

// The contexts. Leaves are numbered below firstContext.
const (
	contextAccept Kind = firstContext + iota
	contextDecline
	contextRequest
	contextPleased
	contextGreeting
	contextInsists
	contextProfanity
	// Mention is the context of short texts that speak about errors instead of reporting one.
	Mention
	contextAgentOffered
	contextAgentFailed
	contextAgentClosing
	contextAgentServed
	contextHandover
	contextEnd
)

const firstContext = 128

// classesOnly is the kind of files that define classes and hold no phrase.
const classesOnly = contextEnd

// context is a kind of phrases that is no leaf. Its file is in the folder context of a language.
type context struct {
	file  string
	in    Place
	tells Cue
}

var contexts = map[Kind]context{
	contextAccept:       {"accept", InUserTurns, Accepts},
	contextDecline:      {"decline", InUserTurns, Declines},
	contextRequest:      {"request", InUserTurns, Requests},
	contextPleased:      {"pleased", InUserTurns, Pleased},
	contextGreeting:     {"greeting", InUserTurns, Greets},
	contextInsists:      {"insists", InUserTurns, Insists},
	contextProfanity:    {"profanity", InUserTurns, Complains},
	Mention:             {"mention", InToolResults, 0},
	contextAgentOffered: {"agent_offered", InAgentTurns, AgentOffered},
	contextAgentFailed:  {"agent_failed", InAgentTurns, AgentFailed},
	contextAgentClosing: {"agent_closing", InAgentTurns, AgentClosing},
	contextAgentServed:  {"agent_served", InAgentTurns, AgentServed},
	contextHandover:     {"handover", InToolNames, 0},
}

// kinds holds what is known of every kind.
type kinds struct {
	leaves []Leaf
	in     [contextEnd]Place
	tells  [contextEnd]Cue
	byFile map[string]Kind // files of leaves
}

func newKinds(leaves []Leaf) *kinds {
	k := &kinds{leaves: leaves, byFile: make(map[string]Kind, len(leaves))}
	for n, leaf := range leaves {
		k.in[n], k.tells[n] = leaf.In, leaf.Tells
		k.byFile[leaf.Name[strings.LastIndexByte(leaf.Name, '.')+1:]] = Kind(n)
	}
	for n, c := range contexts {
		k.in[n], k.tells[n] = c.in, c.tells
	}
	return k
}

// IsLeaf says whether a kind is a leaf of the taxonomy.
func (k Kind) IsLeaf() bool { return k < firstContext }

// base is the condition of a kind's phrases outside sections.
func (k *kinds) base(of Kind) Condition {
	if of.IsLeaf() {
		return Condition{unless: k.leaves[of].Unless}
	}
	return Condition{}
}

// ofFile finds a leaf by the name of its file, "escalation".
func (k *kinds) ofFile(name string) (Kind, error) {
	kind, ok := k.byFile[name]
	if !ok {
		return 0, fmt.Errorf("unknown signal %q", name)
	}
	return kind, nil
}

// contextOfFile finds a context by the name of its file, "greeting".
func contextOfFile(name string) (Kind, bool) {
	for k, c := range contexts {
		if c.file == name {
			return k, true
		}
	}
	return 0, false
}

// named finds a leaf by its full name.
func (k *kinds) named(name string) (Kind, error) {
	for n := range k.leaves {
		if k.leaves[n].Name == name {
			return Kind(n), nil
		}
	}
	return 0, fmt.Errorf("unknown signal %q", name)
}
