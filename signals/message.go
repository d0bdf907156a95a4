package signals

// Role says who speaks in a [Message].
type Role uint8

// The four roles. System and developer messages are no part of a conversation.
const (
	RoleUser Role = iota
	RoleAssistant
	RoleToolCall
	RoleToolResult
)

// String returns the role's name in lower case.
func (r Role) String() string {
	switch r {
	case RoleUser:
		return "user"
	case RoleAssistant:
		return "assistant"
	case RoleToolCall:
		return "tool_call"
	case RoleToolResult:
		return "tool_result"
	}
	return "unknown"
}

// Message is one step of a conversation. Text may be anything a stranger wrote:
// any length, invalid UTF-8, markup, code.
type Message struct {
	Role Role
	// Text is what the user or the assistant said, or the tool's result.
	Text string
	// Tool is the tool's name, on calls and, where the sender says it, on results.
	Tool string
	// CallID ties a result to its call; empty where the sender has no ids, then
	// results belong to the calls before them in order.
	CallID string
	// Arguments is a call's arguments, JSON text as the sender wrote it.
	Arguments string
	// Failed is true on a result that the sender itself marked as an error.
	Failed bool
}

// Evidence is trouble that a span tells of without any message content, an HTTP
// status or a gateway's flag. It counts as one instance of its leaf.
type Evidence struct {
	Leaf Leaf
	// Source is what told of it, "http.response.status_code=429".
	Source string
	// Fatal is true where the request itself failed and the user got no answer.
	Fatal bool
}
