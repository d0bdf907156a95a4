package signals

import (
	"strings"
	"testing"
)

func TestRefundIsSevere(t *testing.T) {
	r := mustNew(t).Analyze(refund())
	if r.Quality != Severe || !r.EscalationRequested() || r.QualityScore != 0 {
		t.Errorf("got %s", r.Summary)
	}
	for _, leaf := range []Leaf{Correction, NegativeStance, Escalation, InvalidArgs, RateLimit, Repetition} {
		if r.CountLeaf(leaf) != 1 {
			t.Errorf("%v: %d instances", leaf, r.CountLeaf(leaf))
		}
	}
	if r.TurnCount != 4 || r.EfficiencyScore != 1 {
		t.Errorf("%d turns, efficiency %v", r.TurnCount, r.EfficiencyScore)
	}
}

func TestHappyIsGood(t *testing.T) {
	r := mustNew(t).Analyze([]Message{
		{Role: RoleUser, Text: "What is the weather in Seattle?"},
		{Role: RoleToolCall, Tool: "get_weather", CallID: "w1", Arguments: `{"city":"Seattle"}`},
		{Role: RoleToolResult, CallID: "w1", Text: `{"temp_c": 12, "sky": "rain"}`},
		{Role: RoleAssistant, Text: "It is 12 degrees and raining in Seattle."},
		{Role: RoleUser, Text: "Thank you so much, that is exactly what I needed!"},
		{Role: RoleAssistant, Text: "You are welcome."},
	})
	if r.Quality < Good {
		t.Errorf("got %s", r.Summary)
	}
}

// Each quality can be reached, and its summary names the score and every reason.
func TestQualities(t *testing.T) {
	user := func(text string) Message { return Message{Role: RoleUser, Text: text} }
	agent := Message{Role: RoleAssistant, Text: "Please hold on."}
	const notFound = "Error: item not found"
	failing := calls([3]string{"get", "1", notFound}, [3]string{"get", "2", notFound}, [3]string{"get", "3", notFound})
	for want, messages := range map[Quality][]Message{
		Excellent: {user("My router is offline"), agent, user("Great idea!"), agent, user("It works now!"), agent, user("Thank you!")},
		Good:      {user("My router is offline"), agent, user("Thank you!")},
		Neutral:   {user("My router is offline"), agent},
		Poor:      append(failing, user("this is ridiculous"), agent),
		Severe:    {user("My router is offline"), agent, user("I give up")},
	} {
		r := mustNew(t).Analyze(messages)
		if r.Quality != want {
			t.Errorf("want %v, got %s", want, r.Summary)
		}
		if !strings.HasPrefix(r.Summary, want.String()+" (") || strings.Contains(r.Summary, "\n") {
			t.Errorf("%v: summary %q", want, r.Summary)
		}
	}
}

func TestEscalationThatIsMet(t *testing.T) {
	asked := []Message{{Role: RoleUser, Text: "Let me talk to a human"}}
	for name, c := range map[string]struct {
		then   []Message
		severe bool
	}{
		"nothing":   {nil, true},
		"a promise": {[]Message{{Role: RoleAssistant, Text: "I will transfer you."}}, true},
		"a transfer": {[]Message{
			{Role: RoleToolCall, Tool: "transfer_to_human_agents"}, {Role: RoleToolResult, Text: "Transfer successful"},
		}, false},
		"a failed transfer": {[]Message{
			{Role: RoleToolCall, Tool: "transfer_to_human_agents"}, {Role: RoleToolResult, Text: "Error: 503 Service Unavailable"},
		}, true},
		"thanks in the end": {[]Message{{Role: RoleAssistant, Text: "It is fixed."}, {Role: RoleUser, Text: "Oh, great, thank you!"}}, false},
		"asking once more":  {[]Message{{Role: RoleUser, Text: "Oh thanks"}, {Role: RoleUser, Text: "I want a human agent"}}, true},
		"an offer, accepted": {[]Message{
			{Role: RoleAssistant, Text: "Shall I transfer you to an agent?"}, {Role: RoleUser, Text: "Yes please"},
		}, true},
	} {
		r := mustNew(t).Analyze(append(asked[:1:1], c.then...))
		if got := r.Quality == Severe; got != c.severe {
			t.Errorf("%s: %s", name, r.Summary)
		}
		if !r.EscalationRequested() {
			t.Errorf("%s: the request is lost", name)
		}
	}
}

func TestEvidence(t *testing.T) {
	a := mustNew(t)
	r := a.Analyze(nil, Evidence{Leaf: RateLimit, Source: "http.response.status_code=429", Fatal: true},
		Evidence{Leaf: RateLimit, Source: "response_flags=RL"})
	if len(r.Instances) != 1 || r.TurnCount != 0 || r.EfficiencyScore != 1 {
		t.Fatalf("got %+v", r)
	}
	in := r.Instances[0]
	if in.MessageIndex != NoMessage || in.Metadata.Source != "http.response.status_code=429" || in.Leaf != RateLimit {
		t.Errorf("got %+v", in)
	}
	if r.Quality != Poor {
		t.Errorf("got %s", r.Summary)
	}
	if r = a.Analyze(nil, Evidence{Leaf: Timeout, Source: "x"}); r.Quality != Neutral {
		t.Errorf("not fatal: %s", r.Summary)
	}
	r = a.Analyze([]Message{{Role: RoleToolResult, Text: "429 Too Many Requests"}}, Evidence{Leaf: RateLimit, Source: "span"})
	if r.CountLeaf(RateLimit) != 2 {
		t.Errorf("evidence beside a tool result: %d", r.CountLeaf(RateLimit))
	}
	if r = a.Analyze(nil); r.QualityScore != 50 || r.Quality != Neutral || len(r.Instances) != 0 {
		t.Errorf("nothing: %+v", r)
	}
}

// Only a tool that passes the user on meets the wish for a human, whatever words its name holds.
func TestHandover(t *testing.T) {
	a := mustNew(t)
	for tool, met := range map[string]bool{
		"transfer_to_human_agents": true, "transferToHuman": true, "escalate_ticket": true, "handoff_to_support": true, "human_handoff": true,
		"transfer_call": true, "connect_to_live_agent": true, "transfer": true, "EscalateToSupervisor": true, "speak_to_representative": true,
		"route_to_human": true, "transfer_to_billing_agent": true, "hand_over": true,
		"transfer_funds": false, "humanize": false, "escalate_privileges": false, "transfer_money": false, "human_readable_size": false,
		"transfer_file": false, "get_reservation": false, "": false, "handle_offer": false, "create_agent": false,
	} {
		r := a.Analyze([]Message{
			{Role: RoleUser, Text: "I want to speak to a human agent."},
			{Role: RoleToolCall, Tool: tool},
			{Role: RoleToolResult, Text: "done"},
		})
		if got := r.Quality != Severe; got != met {
			t.Errorf("%s: met %v, want %v (%s)", tool, got, met, r.Summary)
		}
	}
}
