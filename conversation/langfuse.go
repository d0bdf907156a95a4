package conversation

import "github.com/otelcol-plano/otelcol-plano/conversation/spankind"

// langfuse is that of Langfuse's SDKs. They name the session session.id, too.
var langfuse = dialect{
	name:    "langfuse",
	senders: []sender{{"Langfuse", "5.11"}},
	content: []content{
		{key: "langfuse.observation.input", holds: history},
		{key: "langfuse.observation.output", holds: answer},
		{key: "langfuse.trace.input", holds: history},
		{key: "langfuse.trace.output", holds: answer},
		{key: "langfuse.observation.metadata.instructions"},
		{key: "langfuse.observation.metadata.tools"},
	},
	kinds:    map[string]map[string]spankind.Kind{"langfuse.observation.type": {"tool": spankind.Tool}},
	sessions: []sessionKey{{"langfuse.session.id", ofSession, 20}},
}
