package signals

import (
	"strings"
	"testing"
)

func TestResults(t *testing.T) {
	a := mustNew(t)
	for _, line := range testLines(t, "testdata/results.txt") {
		want, result, _ := strings.Cut(line.text, "|")
		want = strings.TrimSpace(want)
		result = strings.ReplaceAll(strings.TrimSpace(result), `\n`, "\n")
		r := a.Analyze([]Message{{Role: RoleToolCall, Tool: "tool"}, {Role: RoleToolResult, Text: result}})
		got := "-"
		for i := range r.Instances {
			if got != "-" {
				t.Errorf("line %d: %q counts twice", line.number, result)
			}
			got = r.Instances[i].Leaf.String()
			got = got[strings.LastIndexByte(got, '.')+1:]
		}
		if got != want {
			t.Errorf("line %d: %q: got %s, want %s", line.number, result, got, want)
			for i := range r.Instances {
				t.Logf("    %q by %s", r.Instances[i].Snippet, r.Instances[i].Metadata.Matched)
			}
		}
	}
}

func TestMarkedFailureIsOne(t *testing.T) {
	r := mustNew(t).Analyze([]Message{
		{Role: RoleToolCall, Tool: "a", CallID: "1"},
		{Role: RoleToolCall, Tool: "b", CallID: "2"},
		{Role: RoleToolResult, CallID: "2", Text: "whatever", Failed: true},
		{Role: RoleToolResult, CallID: "1", Text: "fine"},
	})
	if len(r.Instances) != 1 {
		t.Fatalf("got %+v", r.Instances)
	}
	in := r.Instances[0]
	if in.MessageIndex != 2 || in.Metadata.Tool != "b" || len(in.Metadata.Calls) != 1 || in.Metadata.Calls[0] != 1 {
		t.Errorf("the failure is not that of the second call: %+v", in)
	}
}

func TestConfidence(t *testing.T) {
	for text, want := range map[string]float64{
		"Error executing query: Unknown column 'x'": 0.8,
		`{"results": []}`:       0.6,
		"429 Too Many Requests": 0.95,
	} {
		r := mustNew(t).Analyze([]Message{{Role: RoleToolResult, Text: text}})
		if len(r.Instances) != 1 || r.Instances[0].Confidence != want {
			t.Errorf("%s: got %+v, want confidence %v", text, r.Instances, want)
		}
	}
}
