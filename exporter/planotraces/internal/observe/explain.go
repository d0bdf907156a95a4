package observe

import (
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// maxQuoted is how many characters of a stranger's words an explanation holds.
const maxQuoted = 80

// explanations say what a signal means; %T stands for the tool.
var explanations = [signals.LeafCount]string{
	signals.Correction:        "The user corrected what the agent had said or done.",
	signals.Rephrase:          "The user put the same request in other words.",
	signals.Clarification:     "The user did not understand, or asked what was meant.",
	signals.Dragging:          "The conversation took many more turns than such a task needs.",
	signals.Repetition:        "Much the same was said again.",
	signals.Escalation:        "The user asked for a human.",
	signals.Quit:              "The user gave up.",
	signals.NegativeStance:    "The user complained.",
	signals.Gratitude:         "The user said thanks.",
	signals.Confirmation:      "The user was pleased with the answer.",
	signals.Success:           "The user said that it worked.",
	signals.InvalidArgs:       "The agent called %T with arguments that it refused.",
	signals.ToolNotFound:      "The agent called %T, which does not exist.",
	signals.AuthMisuse:        "The agent was not allowed to do what it asked %T for.",
	signals.StateError:        "The agent called %T when that was not possible (yet, or any more).",
	signals.BadQuery:          "The agent asked %T for something that is not there.",
	signals.Retry:             "The agent made the same call of %T again and again.",
	signals.ParameterDrift:    "The agent called %T over and over with slightly different arguments.",
	signals.Oscillation:       "The agent went round in circles, the same calls in turn.",
	signals.RateLimit:         "A limit of requests was reached.",
	signals.APIError:          "A request failed.",
	signals.Timeout:           "A request took too long.",
	signals.Network:           "A connection failed.",
	signals.MalformedResponse: "An answer could not be read.",
	signals.ContextOverflow:   "The conversation did not fit into the model's context, or the answer was cut off.",
}

// Explain says in one plain sentence, or two, what a finding means where it was found. What it quotes is a stranger's, on one
// line and cut.
func Explain(f *Finding) string {
	leaf, err := signals.ParseLeaf(f.Leaf)
	if err != nil {
		return fmt.Sprintf("Something called %s was found.", quoted(f.Leaf))
	}
	m := &f.Metadata
	tool := "a tool"
	if m.Tool != "" {
		tool = quoted(m.Tool)
	}
	said := strings.ReplaceAll(explanations[leaf], "%T", tool)
	switch {
	case leaf == signals.Escalation && m.Offered:
		said = "The user accepted the transfer to a human that the agent offered."
	case leaf == signals.Repetition && m.ComparedWith != nil:
		said = "This says much the same as an earlier message."
	case leaf == signals.Rephrase && m.ComparedWith != nil:
		said = "The user put an earlier message in other words."
	case leaf.Category() == signals.Loops && len(m.Calls) > 1:
		said = fmt.Sprintf("%s It took %d calls.", said, len(m.Calls))
	case leaf.Category() == signals.Exhaustion && m.Tool != "":
		said = fmt.Sprintf("%s It was a call of %s.", said, tool)
	case leaf.Category() == signals.Exhaustion && m.Source != "":
		said = fmt.Sprintf("%s The span says %s.", said, quoted(m.Source))
	}
	return said
}

func quoted(text string) string {
	return printable.Line(truncate.Characters(text, maxQuoted))
}
