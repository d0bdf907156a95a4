package detect

import (
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"
)

// Call is a tool call with what came of it.
type Call struct {
	// Index of the message.
	Index int
	// Tool is its name, ID what ties a result to it.
	Tool, ID string
	Answered bool
	Outcome  toolresult.Outcome
	// Blameless is true where the surroundings failed, not the agent.
	Blameless bool
	// Answer identifies the result's text.
	Answer uint64

	identity uint64 // of tool and arguments, 0 where the arguments are not known
	toolHash uint64
}

// NewCall returns a call that waits for its result; arguments are JSON, or empty where the sender keeps them to itself.
func NewCall(index int, tool, id, arguments string) Call {
	tool = bounded(tool)
	hash := toolHash(tool)
	c := Call{Index: index, Tool: tool, ID: bounded(id), toolHash: hash}
	if arguments != "" {
		c.identity = text.Mix(hash^hashArguments(arguments)) | 1
	}
	return c
}

// maxName is the length in bytes of a name or an id that is kept as it is.
const maxName = 256

// bounded puts the hash of a name that is too long to be kept behind its beginning.
func bounded(name string) string {
	if len(name) <= maxName {
		return name
	}
	return strings.ToValidUTF8(name[:maxName/2], "") + "#" + strconv.FormatUint(text.Hash(name, 'n'), 16)
}

// Detach copies the texts of the call.
func (c *Call) Detach() { c.Tool, c.ID = strings.Clone(c.Tool), strings.Clone(c.ID) }

func toolHash(tool string) uint64 { return text.Hash(tool, 't') }

// AnswerReach is how many messages back the call of a result is looked for.
const AnswerReach = 64

// CallOf finds the call that a result at an index answers: by id, else the first of the batch, the calls since
// the last message that is none, without an answer, of the tool that the result names if it names one.
func CallOf(calls []Call, id, tool string, index, batch int) *Call {
	id, tool = bounded(id), bounded(tool)
	first := len(calls)
	for first > 0 && calls[first-1].Index >= index-AnswerReach {
		first--
	}
	if id != "" {
		for i := len(calls) - 1; i >= first; i-- {
			if calls[i].ID == id {
				return &calls[i]
			}
		}
		return nil
	}
	var candidate *Call
	for i := first; i < len(calls); i++ {
		c := &calls[i]
		if c.Answered || c.Index < batch {
			continue
		}
		if tool == "" || tool == c.Tool {
			return c
		}
		if candidate == nil && c.Tool == "" {
			candidate = c
		}
	}
	return candidate
}
