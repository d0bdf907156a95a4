package search

import "slices"

// The fields.
const (
	FieldQuality  = "quality"
	FieldSignal   = "signal"
	FieldService  = "service"
	FieldModel    = "model"
	FieldAgent    = "agent"
	FieldTool     = "tool"
	FieldSession  = "session"
	FieldUser     = "user"
	FieldTrace    = "trace"
	FieldIssue    = "issue"
	FieldError    = "error"
	FieldScore    = "score"
	FieldTurns    = "turns"
	FieldTokens   = "tokens"
	FieldCost     = "cost"
	FieldDuration = "duration"
	FieldErrors   = "errors"
	FieldSince    = "since"
)

// What a term can be beside a field's.
const (
	// Text is what was said, a tool's arguments and results, and errors.
	Text = ""
	// Attribute is an attribute of a span.
	Attribute = "="
)

// Field describes a field to people.
type Field struct {
	Name string
	Help string
	// Example is a word that uses it.
	Example string
	// Suggests is true where the store can complete values.
	Suggests bool
	// Values are all that there are; nil where any text or number can be.
	Values []string
}

// NoQuality is the value of `quality:` for what was not judged.
const NoQuality = "none"

// kind is what values of a field are.
type kind uint8

const (
	text kind = iota
	word
	number
	duration
	span
	hex
)

type definition struct {
	Field
	kind kind
}

// fields are all, in the order in which help shows them.
var fields = []definition{
	{Field{
		Name: FieldQuality, Help: "the verdict on the conversation", Example: "quality:severe,poor",
		Values: []string{"severe", "poor", "neutral", "good", "excellent", NoQuality},
	}, word},
	{Field{Name: FieldSignal, Help: "a signal that fired, by its name or category", Example: "signal:escalation", Suggests: true}, text},
	{Field{Name: FieldService, Help: "the service that made its calls", Example: "service:shop", Suggests: true}, text},
	{Field{Name: FieldModel, Help: "a model that answered", Example: "model:gpt-4o*", Suggests: true}, text},
	{Field{Name: FieldAgent, Help: "an agent that ran", Example: "agent:support", Suggests: true}, text},
	{Field{Name: FieldTool, Help: "a tool that was called", Example: "tool:get_invoice", Suggests: true}, text},
	{Field{Name: FieldSession, Help: "the sender's id of the conversation or session", Example: "session:abc*", Suggests: true}, text},
	{Field{Name: FieldUser, Help: "the user's id", Example: "user:42", Suggests: true}, text},
	{Field{Name: FieldTrace, Help: "a trace's id or the first 8 digits of it", Example: "trace:4bf92f35"}, hex},
	{Field{Name: FieldIssue, Help: "the id of an issue", Example: "issue:9c1185a5c5e9fc54"}, hex},
	{Field{Name: FieldError, Help: "words of an error", Example: `error:"not found"`}, text},
	{Field{Name: FieldScore, Help: "the score, 0 to 100, 100 the best", Example: "score:<40"}, number},
	{Field{Name: FieldTurns, Help: "how often the user spoke", Example: "turns:>10"}, number},
	{Field{Name: FieldTokens, Help: "tokens of all calls of models", Example: "tokens:>10k"}, number},
	{Field{Name: FieldCost, Help: "cost in US dollars", Example: "cost:>0.5"}, number},
	{Field{Name: FieldDuration, Help: "time from the first span to the last", Example: "duration:>10s"}, duration},
	{Field{Name: FieldErrors, Help: "spans that failed", Example: "errors:>0"}, number},
	{Field{Name: FieldSince, Help: "how long ago the last span was at most", Example: "since:2h"}, span},
}

// Fields returns all fields, in the order in which people read of them.
func Fields() []Field {
	all := make([]Field, len(fields))
	for i, f := range fields {
		all[i] = f.Field
		all[i].Values = slices.Clone(f.Values)
	}
	return all
}

func find(name string) (definition, bool) {
	at := slices.IndexFunc(fields, func(d definition) bool { return d.Name == name })
	if at < 0 {
		return definition{}, false
	}
	return fields[at], true
}
