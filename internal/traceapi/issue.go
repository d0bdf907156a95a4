package traceapi

// IssuePage is a list of issues, those with the most conversations in the time asked for first.
type IssuePage struct {
	Issues []Issue `json:"issues"`
	Page
}

// Issue is one shape of trouble: what, where, how often.
type Issue struct {
	// ID is 16 hexadecimal digits, made of the shape.
	ID string `json:"id"`
	// Signal is the leaf's full name.
	Signal  string `json:"signal"`
	Service string `json:"service,omitempty"`
	Tool    string `json:"tool,omitempty"`
	// Error is the error's text with its variables removed: "order <n> not found"; empty for what users said.
	Error string `json:"error,omitempty"`
	// Title is one line for people.
	Title         string `json:"title"`
	Count         int    `json:"count"`
	Conversations int    `json:"conversations"`
	First         int64  `json:"first_unix_nano,string"`
	Last          int64  `json:"last_unix_nano,string"`
	// Trend counts over the time asked for, oldest first, in at most 30 equal parts.
	Trend []int `json:"trend"`
	// Examples are the newest three.
	Examples []IssueExample `json:"examples"`
}

// IssueExample is one place where it happened.
type IssueExample struct {
	Conversation string `json:"conversation"`
	Message      int    `json:"message"`
	Snippet      string `json:"snippet,omitempty"`
	Time         int64  `json:"time_unix_nano,string"`
}

// What Trends can count by.
const (
	ByQuality = "quality"
	BySignal  = "signal"
	ByService = "service"
	ByModel   = "model"
	ByTool    = "tool"
	ByAgent   = "agent"
)

// Trends are counts over time. For ByQuality and BySignal Values are conversations, signals; for the others they are the
// conversations, with Poor those of them that are Poor or Severe.
type Trends struct {
	// Start is when the first part begins, StepNS how long each one is.
	Start  int64   `json:"start_unix_nano,string"`
	StepNS int64   `json:"step_ns"`
	By     string  `json:"by"`
	Series []Trend `json:"series"`
}

// Trend is one line of a chart, a number for each part of the time.
type Trend struct {
	Name   string `json:"name"`
	Values []int  `json:"values"`
	Poor   []int  `json:"poor,omitempty"`
	// Tokens and WasteTokens are sums by part of the time, where they are known.
	Tokens      []int64 `json:"tokens,omitempty"`
	WasteTokens []int64 `json:"waste_tokens,omitempty"`
}
