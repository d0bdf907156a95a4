// Package trajectory makes spans of recorded dialogs between users and agents that use tools, as OpenTelemetry's conventions for GenAI
// write them: a trace for each turn, with the agent, each call of the model with the history that it was sent, and each tool.
package trajectory

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Who says something in a dialog.
const (
	Human       = "human"
	Agent       = "gpt"
	Call        = "function_call"
	Observation = "observation"
)

// Dialog is a recorded dialog, a line of a file of JSON lines. Service, AgentName, Model and System are optional.
type Dialog struct {
	ID        string    `json:"id"`
	Source    string    `json:"source,omitempty"`
	Service   string    `json:"service,omitempty"`
	AgentName string    `json:"agent,omitempty"`
	Model     string    `json:"model,omitempty"`
	System    string    `json:"system,omitempty"`
	Messages  []Message `json:"messages"`
}

// Message is one step of a dialog. The value of a call is JSON of its name and arguments.
type Message struct {
	From  string `json:"from"`
	Value string `json:"value"`
}

// Parse reads a line of a file.
func Parse(line []byte) (Dialog, error) {
	var d Dialog
	if err := json.Unmarshal(line, &d); err != nil {
		return d, err
	}
	if d.ID == "" || len(d.Messages) == 0 {
		return d, errors.New("dialog: must have an id and messages")
	}
	for i, m := range d.Messages {
		switch m.From {
		case Human, Agent, Call, Observation:
		default:
			return d, fmt.Errorf("dialog %s: message %d: from: must be human, gpt, function_call or observation, is %q", d.ID, i, m.From)
		}
	}
	return d, nil
}

// call is what a message says of a tool's call.
type call struct {
	id, name string
	// arguments are JSON.
	arguments json.RawMessage
}

// readCall takes what is no call for one of a tool without a name.
func readCall(value, id string) call {
	c := call{id: id, name: "tool", arguments: json.RawMessage("{}")}
	var said struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	}
	if json.Unmarshal([]byte(value), &said) != nil {
		return c
	}
	if said.Name != "" {
		c.name = said.Name
	}
	var text string
	if json.Unmarshal(said.Arguments, &text) == nil {
		said.Arguments = json.RawMessage(text)
	}
	if json.Valid(said.Arguments) {
		c.arguments = said.Arguments
	}
	return c
}
