package traceapi

// Suggestion is a value that completes what is typed.
type Suggestion struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Status tells how the store does.
type Status struct {
	Version string `json:"version"`
	// Start is when the collector started.
	Start         int64 `json:"start_unix_nano,string"`
	Spans         int64 `json:"spans"`
	Traces        int64 `json:"traces"`
	Conversations int64 `json:"conversations"`
	// Oldest is the time of the oldest span kept.
	Oldest int64 `json:"oldest_unix_nano,string"`
	// Bytes is what the store takes on disk, MaxBytes what it may take; Path is where.
	Bytes    int64  `json:"bytes"`
	MaxBytes int64  `json:"max_bytes"`
	MaxAgeNS int64  `json:"max_age_ns"`
	Path     string `json:"path"`
	// Lost counts spans that could not be kept since the start, Problem says why the last of them; empty while all is well.
	Lost    int64  `json:"lost"`
	Problem string `json:"problem,omitempty"`
	// OTLPGRPC and OTLPHTTP are the endpoints to send to, as far as they are known.
	OTLPGRPC string `json:"otlp_grpc,omitempty"`
	OTLPHTTP string `json:"otlp_http,omitempty"`
	// DemoLoaded is true once the recorded conversations were loaded.
	DemoLoaded bool `json:"demo_loaded"`
}

// Change says that something is new. Nothing set means that the receiver missed some and asks again.
type Change struct {
	// Conversation is one that is new or has changed.
	Conversation *ConversationSummary `json:"conversation,omitempty"`
	// Trace is a trace that got spans.
	Trace string `json:"trace,omitempty"`
}
