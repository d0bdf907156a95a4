package faults

import (
	"encoding/json"
	"hash/maphash"
	"strings"
)

// ToolResult recognises the result of one tool call where it is seen again, on the tool's own span and
// in the history of a chat. It keeps no text.
type ToolResult struct{ call, tool, text uint64 }

// seed makes the hashes; they are only compared within a process.
var seed = maphash.MakeSeed()

// NewToolResult returns the result of a call; what the sender does not say is empty.
func NewToolResult(callID, tool, text string) ToolResult {
	return ToolResult{call: fingerprint(callID), tool: fingerprint(tool), text: fingerprint(plain(text))}
}

// fingerprint is 0 for the empty text only.
func fingerprint(text string) uint64 {
	if text == "" {
		return 0
	}
	return maphash.String(seed, text) | 1
}

// plain takes a text out of the JSON string in which some senders put it.
func plain(text string) string {
	text = strings.TrimSpace(text)
	var decoded string
	if strings.HasPrefix(text, `"`) && json.Unmarshal([]byte(text), &decoded) == nil {
		return strings.TrimSpace(decoded)
	}
	return text
}

// sameCall is true for results of one call: the ids of the calls decide, where one side has none the
// texts, unless they are known to be of different tools. A tool's name decides
// where it is all that one side says; of two names alone it proves nothing.
func (r ToolResult) sameCall(other ToolResult) bool {
	if r.call != 0 && other.call != 0 {
		return r.call == other.call
	}
	if r.saysTool() != other.saysTool() {
		return r.tool == other.tool
	}
	return r.text != 0 && r.text == other.text && (r.tool == 0 || other.tool == 0 || r.tool == other.tool)
}

// saysTool is true where nothing but the tool is known.
func (r ToolResult) saysTool() bool { return r.tool != 0 && r.call == 0 && r.text == 0 }
