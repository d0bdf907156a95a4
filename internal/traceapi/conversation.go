package traceapi

// ConversationPage is a list of conversations.
type ConversationPage struct {
	Conversations []ConversationSummary `json:"conversations"`
	Page
}

// ConversationSummary is what a list shows of a conversation.
type ConversationSummary struct {
	// ID is 16 hexadecimal digits, the same over restarts.
	ID string `json:"id"`
	// Session is the sender's id of the conversation or session; empty where it has none and a trace is the conversation.
	Session string `json:"session,omitempty"`
	// Quality is "Severe", "Poor", "Neutral", "Good", "Excellent", or empty where nothing was judged.
	Quality string  `json:"quality,omitempty"`
	Score   float64 `json:"score"`
	// Reason is what moved the score most, in words: "asked for a human and gave up". Empty where nothing stands out.
	Reason string `json:"reason,omitempty"`
	// FirstMessage is the beginning of what the user said first, LastAnswer that of what the assistant said last.
	FirstMessage string `json:"first_message,omitempty"`
	LastAnswer   string `json:"last_answer,omitempty"`
	// Signals counts what fired, by the leaf's full name, most urgent first.
	Signals []SignalCount `json:"signals,omitempty"`
	Service string        `json:"service,omitempty"`
	Agent   string        `json:"agent,omitempty"`
	User    string        `json:"user,omitempty"`
	Models  []string      `json:"models,omitempty"`
	Turns   int           `json:"turns"`
	Tokens  Tokens        `json:"tokens"`
	// Cost is in US dollars, 0 where the spans tell none.
	Cost float64 `json:"cost_usd,omitempty"`
	// Waste is what trouble cost, where the spans tell it.
	Waste      *Waste `json:"waste,omitempty"`
	Start      int64  `json:"start_unix_nano,string"`
	End        int64  `json:"end_unix_nano,string"`
	DurationNS int64  `json:"duration_ns"`
	Traces     int    `json:"traces"`
	Spans      int    `json:"spans"`
	// Errors counts spans whose status is an error.
	Errors int `json:"errors,omitempty"`
	// NoContent is true where the spans hold no message texts.
	NoContent bool `json:"no_content,omitempty"`
}

// SignalCount says how often a signal fired.
type SignalCount struct {
	// Signal is the leaf's full name, "interaction.disengagement.escalation".
	Signal string `json:"signal"`
	Count  int    `json:"count"`
}

// Tokens are sums over the calls of models.
type Tokens struct {
	Input     int64 `json:"input"`
	Output    int64 `json:"output"`
	Cached    int64 `json:"cached,omitempty"`
	Reasoning int64 `json:"reasoning,omitempty"`
}

// Waste is signals.waste.* of the spans.
type Waste struct {
	Tokens     int64   `json:"tokens,omitempty"`
	DurationMS int64   `json:"duration_ms,omitempty"`
	USD        float64 `json:"usd,omitempty"`
}

// Conversation is one conversation without its messages.
type Conversation struct {
	ConversationSummary
	// Summary is the one line that planosignals wrote, Contributions its parts: what moved the score by how much.
	Summary       string         `json:"summary,omitempty"`
	Contributions []Contribution `json:"contributions,omitempty"`
	// Findings are the signals in the order of the messages that raised them.
	Findings []Finding `json:"findings,omitempty"`
	// Loops are groups of calls that went round in circles.
	Loops []Loop `json:"loops,omitempty"`
	// MessageCount is how many messages MessagePage has in all.
	MessageCount int `json:"message_count"`
	// SystemInstructions and Tools come from the first call that holds them.
	SystemInstructions string           `json:"system_instructions,omitempty"`
	Tools              []ToolDefinition `json:"tools,omitempty"`
	// TraceList are the traces in the order in which they began.
	TraceList []TraceSummary `json:"trace_list"`
	// Content says what became of message texts: "kept", "redacted", "hashed" or "absent".
	Content string `json:"content"`
}

// Contribution is one reason for a score.
type Contribution struct {
	Text   string  `json:"text"`
	Points float64 `json:"points"`
}

// Finding is one signal that fired.
type Finding struct {
	Signal string `json:"signal"`
	// Message is the index of the message that raised it, -1 where the span itself told of it.
	Message    int     `json:"message"`
	Confidence float64 `json:"confidence"`
	Snippet    string  `json:"snippet,omitempty"`
	// Rule is the lexicon's rule that matched, "en/quit/gives-up"; Source is what on a span told of it.
	Rule   string `json:"rule,omitempty"`
	Source string `json:"source,omitempty"`
	// Tool is the tool that failed or looped.
	Tool string `json:"tool,omitempty"`
	// ComparedWith is the index of the earlier message that this one repeats; Calls are those of a loop.
	ComparedWith *int    `json:"compared_with,omitempty"`
	Similarity   float64 `json:"similarity,omitempty"`
	Calls        []int   `json:"calls,omitempty"`
	// Explanation is one sentence for people: what the signal means here.
	Explanation string `json:"explanation"`
	TraceID     string `json:"trace_id"`
	SpanID      string `json:"span_id"`
	Time        int64  `json:"time_unix_nano,string"`
}

// Loop is a group of calls.
type Loop struct {
	Signal string `json:"signal"`
	Tool   string `json:"tool,omitempty"`
	Rounds int    `json:"rounds"`
	// Calls are the indices of the calls, Messages the range that the group covers, the end exclusive.
	Calls    []int  `json:"calls"`
	Messages [2]int `json:"messages"`
	// DurationNS and Tokens are what the rounds took, the first one left out.
	DurationNS int64   `json:"duration_ns"`
	Tokens     int64   `json:"tokens"`
	USD        float64 `json:"usd,omitempty"`
}

// ToolDefinition is what the model was told of a tool.
type ToolDefinition struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	// Parameters is the JSON schema as the sender wrote it, text.
	Parameters string `json:"parameters,omitempty"`
}

// MessagePage is a range of the messages of a conversation.
type MessagePage struct {
	Messages []Message `json:"messages"`
	// Total is how many there are.
	Total int `json:"total"`
}

// MaxMessageText is how many bytes of a text Messages gives.
const MaxMessageText = 16 << 10

// Roles of messages.
const (
	RoleUser       = "user"
	RoleAssistant  = "assistant"
	RoleToolCall   = "tool_call"
	RoleToolResult = "tool_result"
)

// Message is one step of a conversation.
type Message struct {
	Index int    `json:"index"`
	Role  string `json:"role"`
	// Text is what was said, or the tool's result.
	Text string `json:"text,omitempty"`
	// TextBytes is the size of the whole text where Text was cut.
	TextBytes int    `json:"text_bytes,omitempty"`
	Tool      string `json:"tool,omitempty"`
	CallID    string `json:"call_id,omitempty"`
	// Arguments of a call are JSON text as the sender wrote it, cut like Text.
	Arguments      string `json:"arguments,omitempty"`
	ArgumentsBytes int    `json:"arguments_bytes,omitempty"`
	Failed         bool   `json:"failed,omitempty"`
	// Attachments are images and files, by type and size only.
	Attachments []Attachment `json:"attachments,omitempty"`
	// TraceID and SpanID name the span that held the message first, Time is when that began (user, result) or ended (answer, call).
	TraceID string `json:"trace_id,omitempty"`
	SpanID  string `json:"span_id,omitempty"`
	Time    int64  `json:"time_unix_nano,string"`
	// DurationNS is how long the model took for an answer, the tool for a result; 0 where no span tells.
	DurationNS int64 `json:"duration_ns,omitempty"`
	// Model, Tokens and Cost are those of the call that gave an answer, on its first message only.
	Model  string  `json:"model,omitempty"`
	Tokens *Tokens `json:"tokens,omitempty"`
	Cost   float64 `json:"cost_usd,omitempty"`
}

// Attachment is an image or a file in a message.
type Attachment struct {
	// Type is a MIME type, or "image", "audio", "file".
	Type  string `json:"type"`
	Bytes int    `json:"bytes,omitempty"`
}
