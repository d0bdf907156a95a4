package signals

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// vocabulary of random conversations, chosen so that every kind of signal occurs.
var (
	saidByUsers = []string{
		"I want to change my flight to Boston", "Thanks, that's great!", "That's not what I asked", "this is ridiculous",
		"let me talk to a human", "Yes please", "I want to change my flight to Boston on Monday", "what?", "",
		"Let me rephrase: I need the Boston flight", "it works now, thank you", "NO THIS IS ALL WRONG",
	}
	saidByAgents = []string{
		"I can transfer you to a human agent. Would you like me to do that?", "I'm sorry, I could not find that.",
		"Your flight to Boston has been changed. Anything else?", "Which flight do you mean?", "ok",
	}
	results = []string{
		`{"ok": true}`, "Error: user not found", "429 Too Many Requests", `{"results": []}`, "[1, 2]",
		"Traceback (most recent call last):\n  File \"x\"\nValueError: bad",
	}
)

func randomConversation(r *rand.Rand, n int) []Message {
	var all []Message
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	for len(all) < n {
		switch r.IntN(5) {
		case 0, 1:
			all = append(all, Message{Role: RoleUser, Text: pick(saidByUsers)})
		case 2:
			all = append(all, Message{Role: RoleAssistant, Text: pick(saidByAgents)})
		default:
			calls := 1 + r.IntN(3)
			withID := r.IntN(2) == 0
			var batch, answers []Message
			for i := range calls {
				id := ""
				if withID {
					id = fmt.Sprint(len(all), i)
				}
				batch = append(batch, Message{
					Role: RoleToolCall, Tool: fmt.Sprint("tool", r.IntN(2)), CallID: id, Arguments: fmt.Sprintf(`{"a": %d}`, r.IntN(2)),
				})
				answers = append(answers, Message{Role: RoleToolResult, CallID: id, Text: pick(results)})
			}
			if withID {
				r.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
			}
			all = append(append(all, batch...), answers...)
		}
	}
	return all
}

// Whole, message by message, or resumed from a clone: the report is the same, also beyond
// the messages that count.
func TestStateEqualsAnalyze(t *testing.T) {
	config := DefaultConfig()
	config.MaxMessages = 30
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 1))
		if seed%3 == 0 {
			config.MaxMessages = 1 + r.IntN(40)
		}
		a, err := New(config)
		if err != nil {
			t.Fatal(err)
		}
		messages := randomConversation(r, r.IntN(150))
		state := a.NewState()
		for i, m := range messages {
			if r.IntN(10) == 0 {
				left := state
				state = state.Clone()
				left.Add(Message{Role: RoleUser, Text: "this is ridiculous, I give up"})
			}
			state.Add(m)
			if i%7 == 0 || i == len(messages)-1 {
				want := a.Analyze(messages[:i+1])
				if got := state.Report(); !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d, %d of %d messages, %d count:\n got %+v\nwant %+v", seed, i+1, len(messages), config.MaxMessages, got, want)
				}
			}
		}
	}
}

func TestReportCanBeRepeated(t *testing.T) {
	s := mustNew(t).NewState()
	for _, m := range refund() {
		s.Add(m)
	}
	first := s.Report()
	if again := s.Report(); !reflect.DeepEqual(first, again) {
		t.Errorf("got %+v, then %+v", first, again)
	}
	if s.Len() != len(refund()) {
		t.Errorf("Len is %d", s.Len())
	}
}

func TestIndicesAreAbsolute(t *testing.T) {
	messages := make([]Message, 250)
	for i := range messages {
		messages[i] = Message{Role: Role(i % 2), Text: fmt.Sprintf("sentence number %d about nothing much", i*i)}
	}
	messages[249-249%2].Text = "let me talk to a human"
	messages[100].Text = "let me talk to a human" // too old to count
	r := mustNew(t).Analyze(messages)
	if got := r.CountLeaf(Escalation); got != 1 {
		t.Fatalf("%d escalations", got)
	}
	for _, in := range r.Instances {
		if in.Leaf == Escalation && in.MessageIndex != 248 {
			t.Errorf("escalation at %d, want 248", in.MessageIndex)
		}
		if in.Leaf == Dragging && in.MessageIndex != 249 {
			t.Errorf("dragging at %d, want 249", in.MessageIndex)
		}
	}
	if r.TurnCount != 50 {
		t.Errorf("%d turns count, want 50", r.TurnCount)
	}
}

func TestConcurrentUse(t *testing.T) {
	a := mustNew(t)
	want := a.Analyze(refund())
	done := make(chan Report)
	for range 8 {
		go func() { done <- a.Analyze(refund()) }()
	}
	for range 8 {
		if got := <-done; !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	a := mustNew(f)
	for _, said := range append(append(append([]string{}, saidByUsers...), saidByAgents...), results...) {
		f.Add(said, said, `{"a":[1,2,{"b":null}]}`)
	}
	f.Add("“open quote \xff\xfe ```code", "{'a': \"", "{")
	f.Fuzz(func(t *testing.T, said, result, arguments string) {
		messages := []Message{
			{Role: RoleUser, Text: said},
			{Role: RoleToolCall, Tool: result, Arguments: arguments},
			{Role: RoleToolResult, Text: result},
			{Role: RoleAssistant, Text: result},
			{Role: RoleUser, Text: said},
		}
		r := a.Analyze(messages)
		for _, in := range r.Instances {
			if in.MessageIndex < 0 || in.MessageIndex >= len(messages) || in.Confidence <= 0 || in.Confidence > 1 {
				t.Errorf("impossible instance %+v", in)
			}
		}
		if r.QualityScore < 0 || r.QualityScore > 100 || r.Quality != QualityOf(r.QualityScore) {
			t.Errorf("impossible score %v, %v", r.QualityScore, r.Quality)
		}
		state := a.NewState()
		for _, m := range messages {
			state.Add(m)
		}
		if got := state.Report(); !reflect.DeepEqual(got, r) {
			t.Errorf("message by message: %+v, whole: %+v", got, r)
		}
	})
}
