// Package observe says what a span tells of a conversation: whose it is, what was said, what went wrong, what it took.
package observe

import "github.com/otelcol-plano/otelcol-plano/signals"

// Observation is what one span tells. A span that tells nothing of a conversation has none.
type Observation struct {
	// Kind is "model", "agent", "tool", "retrieval", "embedding" or empty.
	Kind string
	// Conversation and Session are the ids that the span, else its resource, names; empty where none does.
	Conversation, Session string
	User, Agent, Model    string
	// Input, Output, Cached and Reasoning are tokens of a model's call; Cost is in US dollars.
	Input, Output, Cached, Reasoning int64
	Cost                             float64
	// WasteTokens, WasteMS and WasteUSD are signals.waste.*.
	WasteTokens, WasteMS int64
	WasteUSD             float64
	// Tool and CallID are those of a tool's span.
	Tool, CallID string
	// Judged is true where the span has signals.quality; Quality is the word in title case.
	Judged  bool
	Quality string
	Score   float64
	Turns   int
	Summary string
	// Findings are the events signal.*.
	Findings []Finding
	// Error is what the span says of its failure, one line of at most 512 bytes; empty where it did not fail.
	Error string
	// HasMessages is true where Messages were read.
	HasMessages bool
	Messages    []signals.Message
	// Response and Previous are ids of answers, OwnTurn and Followed as in conversation.Facts.
	Response, Previous string
	OwnTurn, Followed  bool
	// MayFollow is true where the messages may be only those that follow an earlier answer, and the span does not tell.
	MayFollow bool
	// Content is "kept", "redacted", "hashed" or "absent".
	Content string
}

// Finding is one signal that fired, as its event tells it.
type Finding struct {
	Leaf       string
	Message    int
	Confidence float64
	New        bool
	Snippet    string
	// Metadata is the JSON of signal.metadata, parsed.
	Metadata signals.Metadata
}
