package signals

import (
	"math"
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/detect"
)

func TestEfficiency(t *testing.T) {
	for turns, want := range map[int]float64{0: 1, 5: 1, 6: 0.8, 9: 0.5, 10: 1 / 2.25} {
		c := DefaultConfig()
		if got := detect.Efficiency(turns, c.BaselineTurns, c.EfficiencyDecay); math.Abs(got-want) > 1e-9 {
			t.Errorf("%d turns: %v, want %v", turns, got, want)
		}
		var messages []Message
		for range turns {
			messages = append(messages, Message{Role: RoleUser, Text: "next"})
		}
		r := mustNew(t).Analyze(messages)
		if got := r.CountLeaf(Dragging) == 1; got != (want < 0.5) {
			t.Errorf("%d turns: dragging %v", turns, got)
		}
	}
}

func TestRepetition(t *testing.T) {
	const text = "Could you please give me the six letters of the code again?"
	for name, c := range map[string]struct {
		second  string
		between []Message
		role    Role
		want    bool
	}{
		"the same":        {text, nil, RoleAssistant, true},
		"another case":    {strings.ToUpper(text), nil, RoleAssistant, true},
		"nearly the same": {"Could you please give me the six letters of the code once again?", nil, RoleAssistant, true},
		"something else":  {"Your flight to Seattle leaves at nine in the morning.", nil, RoleAssistant, false},
		"the other role":  {text, nil, RoleUser, false},
		"three messages back": {text, []Message{
			{Role: RoleAssistant, Text: "One moment."}, {Role: RoleAssistant, Text: "Thank you."},
		}, RoleAssistant, false},
	} {
		messages := append([]Message{{Role: RoleAssistant, Text: text}}, c.between...)
		messages = append(messages, Message{Role: c.role, Text: c.second})
		r := mustNew(t).Analyze(messages)
		if got := r.CountLeaf(Repetition) == 1; got != c.want {
			t.Errorf("%s: %+v", name, r.Instances)
		}
		for _, in := range r.Instances {
			if in.Leaf == Repetition && (in.Metadata.ComparedWith == nil || *in.Metadata.ComparedWith != 0 || in.Confidence < 0.85) {
				t.Errorf("%s: %+v", name, in)
			}
		}
	}
	for said, want := range map[string]int{
		"I want to book the morning flight": 1, "Yes please, book the morning flight": 0, "too short to count": 0,
	} {
		r := mustNew(t).Analyze([]Message{{Role: RoleUser, Text: said}, {Role: RoleAssistant, Text: "Which?"}, {Role: RoleUser, Text: said}})
		if got := r.CountLeaf(Repetition); got != want {
			t.Errorf("%q: %d", said, got)
		}
	}
}

func TestRestatement(t *testing.T) {
	r := mustNew(t).Analyze([]Message{
		{Role: RoleUser, Text: "Find the cheapest nonstop flight from Boston to Denver"},
		{Role: RoleAssistant, Text: "Here are hotels in Denver."},
		{Role: RoleUser, Text: "The cheapest nonstop flight Boston Denver"},
	})
	if r.CountLeaf(Rephrase) != 1 {
		t.Fatalf("got %+v", r.Instances)
	}
	in := r.Instances[0]
	m := in.Metadata
	if in.Confidence != 0.8 || m.ComparedWith == nil || *m.ComparedWith != 0 || m.Similarity < detect.MinOverlap {
		t.Errorf("got %+v", in)
	}
}

func TestOnlyTheWindowIsRead(t *testing.T) {
	filler := strings.Repeat("nothing to see here. ", 200)
	a := mustNew(t)
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"at the start":  {"I give up. " + filler, 1},
		"in the middle": {filler[:1000] + "I give up. " + filler, 0},
		"at the end":    {filler + "I give up.", 1},
	} {
		r := a.Analyze([]Message{{Role: RoleUser, Text: c.text}})
		if r.CountLeaf(Quit) != c.want {
			t.Errorf("%s: got %d", name, r.CountLeaf(Quit))
		}
	}
}
