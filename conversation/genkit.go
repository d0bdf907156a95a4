package conversation

// genkit is that of Genkit: what goes into each of its actions and comes out.
var genkit = dialect{
	name:    "genkit",
	senders: []sender{{"Genkit", "1.42"}},
	content: []content{{key: "genkit:input", holds: history}, {key: "genkit:output", holds: answer}},
}
