package signals

import (
	"fmt"
	"slices"
	"testing"
)

// calls writes a conversation of calls: "tool arguments result", an empty result for none.
func calls(steps ...[3]string) []Message {
	var all []Message
	for _, s := range steps {
		all = append(all, Message{Role: RoleToolCall, Tool: s[0], Arguments: s[1]})
		if s[2] != "" {
			all = append(all, Message{Role: RoleToolResult, Text: s[2]})
		}
	}
	return all
}

func loopsOf(t *testing.T, messages []Message) []Leaf {
	t.Helper()
	r := mustNew(t).Analyze(messages)
	var found []Leaf
	for i := range r.Instances {
		if r.Instances[i].Leaf.Category() == Loops {
			found = append(found, r.Instances[i].Leaf)
		}
	}
	return found
}

func TestLoops(t *testing.T) {
	const found, missing, down = `{"name": "x"}`, "Error: item not found", "Error: 503 Service Unavailable"
	var lookups, guesses, swing, work [][3]string
	for i := range 4 {
		lookups = append(lookups, [3]string{"get", fmt.Sprintf(`{"id": %d}`, i), fmt.Sprintf(`{"name": %d}`, i)})
		guesses = append(guesses, [3]string{"get", fmt.Sprintf(`{"id": %d}`, i), missing})
		swing = append(swing, [3]string{"open", `{"door": 1}`, found}, [3]string{"close", `{"door": 1}`, found})
		work = append(work, [3]string{"read", fmt.Sprintf(`{"file": %d}`, i), fmt.Sprint("text ", i)},
			[3]string{"edit", fmt.Sprintf(`{"file": %d}`, i), fmt.Sprint("done ", i)})
	}
	same := [3]string{"get", `{"a": 1, "b": 2.0}`, missing}
	equal := [3]string{"get", `{ "b":2, "a":1 }`, missing}
	for name, c := range map[string]struct {
		steps [][3]string
		want  []Leaf
	}{
		"looking up one after the other":     {lookups, nil},
		"guessing in vain":                   {guesses, []Leaf{ParameterDrift}},
		"back and forth":                     {swing, []Leaf{Oscillation}},
		"working through files":              {work, nil},
		"the same, however it is written":    {[][3]string{same, equal, same}, []Leaf{Retry}},
		"twice is no loop":                   {[][3]string{same, equal}, nil},
		"retries until the service is back":  {[][3]string{{"get", "{}", down}, {"get", "{}", down}, {"get", "{}", found}}, nil},
		"retries that never help":            {[][3]string{{"get", "{}", down}, {"get", "{}", down}, {"get", "{}", down}}, []Leaf{Retry}},
		"different arguments, no results":    {[][3]string{{"get", "1", ""}, {"get", "2", ""}, {"get", "3", ""}}, []Leaf{ParameterDrift}},
		"another call in between is no loop": {[][3]string{same, same, {"other", "{}", found}, same}, nil},
	} {
		if got := loopsOf(t, calls(c.steps...)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestLoopNamesItsCalls(t *testing.T) {
	r := mustNew(t).Analyze(calls([3]string{"get", "{}", "x"}, [3]string{"get", "{}", "x"}, [3]string{"get", "{}", "x"}))
	if len(r.Instances) != 1 {
		t.Fatalf("got %+v", r.Instances)
	}
	in := r.Instances[0]
	if in.Metadata.Tool != "get" || !slices.Equal(in.Metadata.Calls, []int{0, 2, 4}) || in.MessageIndex != 4 {
		t.Errorf("got %+v", in)
	}
}

// A sender that keeps arguments to itself does not say that a call is the one before again.
func TestCallsWithoutArgumentsAreNoRetries(t *testing.T) {
	var messages []Message
	for range 6 {
		messages = append(messages, Message{Role: RoleToolCall, Tool: "search"}, Message{Role: RoleToolResult, Tool: "search", Text: "3 hits"})
	}
	if got := mustNew(t).Analyze(messages); got.Count(Loops) > 0 {
		t.Errorf("found %+v", got.Instances)
	}
	for i := range messages {
		messages[i].Arguments = "{}"
	}
	if got := mustNew(t).Analyze(messages); got.CountLeaf(Retry) != 1 {
		t.Errorf("found %+v", got.Instances)
	}
}
