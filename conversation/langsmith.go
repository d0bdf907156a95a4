package conversation

import "github.com/otelcol-plano/otelcol-plano/conversation/spankind"

// langSmith is that of LangSmith: the whole request and the whole response, as JSON.
var langSmith = dialect{
	name:    "langsmith",
	senders: []sender{{"LangSmith", "0.3 to 0.12"}},
	content: []content{
		{key: "gen_ai.prompt", holds: history},
		{key: "gen_ai.completion", holds: answer},
	},
	kinds: map[string]map[string]spankind.Kind{"langsmith.span.kind": {"tool": spankind.Tool}},
	sessions: []sessionKey{
		{"langsmith.trace.session_id", ofSession, 50},
		{"langsmith.metadata.session_id", ofSession, 60},
	},
}
