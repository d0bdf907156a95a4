// Package spankind names the parts that spans play in a conversation.
package spankind

// Kind is the part that a span plays in a conversation. It has nothing to do with the kind of
// OpenTelemetry's own (client, server), which tells of the transport.
type Kind uint8

// The kinds of spans.
const (
	// Other takes no part of its own: plumbing, HTTP, middleware.
	Other Kind = iota
	// Chat is a call of a model that ends an exchange.
	Chat
	// Embeddings is a call of a model that turns text into vectors; nobody is answered.
	Embeddings
	// Agent is the run of an agent, around the model calls whose messages it repeats.
	Agent
	// Step is a workflow or one of its steps, around agents, model calls and tools.
	Step
	// Tool is the run of one tool.
	Tool
)

// Wraps is true for the kinds that stand around model calls and repeat their messages.
func (k Kind) Wraps() bool { return k == Agent || k == Step }
