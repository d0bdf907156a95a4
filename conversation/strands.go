package conversation

// strands is that of Strands Agents beside OpenTelemetry's own, in which its messages stand.
var strands = dialect{
	name:    "strands",
	senders: []sender{{"Strands Agents", "1.16"}},
	content: []content{{key: "system_prompt"}},
}
