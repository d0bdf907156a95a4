package conversation

const mastraSpan = "mastra.span.type"

// mastra is that of Mastra: what goes into each of its spans and comes out, in older versions under names that
// others use, too.
var mastra = dialect{
	name:    "mastra",
	senders: []sender{{"Mastra", "0.24 to 1.71"}},
	content: []content{
		{key: "mastra.*", fields: []string{"input", "output", "instructions"}},
		{key: "mastra.metadata.body"},
		{key: "input", beside: mastraSpan},
		{key: "output", beside: mastraSpan},
		{key: "body", beside: mastraSpan},
		{key: "instructions", beside: mastraSpan},
	},
}
