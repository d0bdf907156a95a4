package conversation

import "github.com/otelcol-plano/otelcol-plano/conversation/spankind"

// openInference is that of OpenInference (Arize Phoenix).
var openInference = dialect{
	name:    "openinference",
	senders: []sender{{"OpenInference", "4.2"}},
	marks:   []string{"llm.*"},
	content: []content{
		{key: "llm.input_messages.*", holds: history, public: indexedFields},
		{key: "llm.output_messages.*", holds: answer, public: indexedFields},
		{key: "llm.prompts", holds: history},
		{key: "llm.prompts.*", holds: history, public: indexedFields},
		{key: "llm.completions", holds: answer},
		{key: "llm.completions.*", holds: answer, public: indexedFields},
		{key: "input.value", holds: history},
		{key: "output.value", holds: answer},
	},
	kinds: map[string]map[string]spankind.Kind{
		"openinference.span.kind": {
			"llm": spankind.Chat, "embedding": spankind.Embeddings, "agent": spankind.Agent, "chain": spankind.Step, "tool": spankind.Tool,
		},
	},
	sessions: []sessionKey{{"session.id", ofSession, 10}},
}
