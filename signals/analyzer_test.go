package signals

import "testing"

func mustNew(tb testing.TB) *Analyzer {
	tb.Helper()
	a, err := New(DefaultConfig())
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func TestRefund(t *testing.T) {
	a := mustNew(t)
	r := a.Analyze(refund())
	t.Log(r.Summary)
	for _, in := range r.Instances {
		t.Logf("%d %s %v %q", in.MessageIndex, in.Leaf, in.Metadata, in.Snippet)
	}
}

func refund() []Message {
	return []Message{
		{Role: RoleUser, Text: "Hi, I need to cancel my flight reservation ABC123 and get a refund."},
		{Role: RoleToolCall, Tool: "get_reservation", CallID: "c1", Arguments: `{"id":"ABC123"}`},
		{Role: RoleToolResult, CallID: "c1", Text: "Error: invalid argument: reservation_id must be a 6 character code"},
		{Role: RoleAssistant, Text: "I could not find this reservation. Could you give me the code again?"},
		{Role: RoleUser, Text: "No, I meant the reservation under my name, that is not what I asked."},
		{Role: RoleToolCall, Tool: "get_reservation", CallID: "c2", Arguments: `{"id":"ABC123"}`},
		{Role: RoleToolResult, CallID: "c2", Text: "429 Too Many Requests: rate limit exceeded, retry after 30s"},
		{Role: RoleAssistant, Text: "I could not find this reservation. Could you give me the code again?"},
		{Role: RoleUser, Text: "THIS IS RIDICULOUS, you are not helping at all!!!"},
		{Role: RoleAssistant, Text: "I am sorry for the trouble. How else can I help?"},
		{Role: RoleUser, Text: "Forget it, let me talk to a human agent."},
		{Role: RoleAssistant, Text: "I will transfer you."},
	}
}
