package signals

import (
	"slices"
	"strings"
	"testing"
)

func TestUtterances(t *testing.T) {
	a := mustNew(t)
	for _, line := range testLines(t, "testdata/utterances.txt") {
		fields := strings.SplitN(line.text, "|", 3)
		if len(fields) != 3 {
			t.Fatalf("line %d: want signals | agent | text", line.number)
		}
		want := strings.Split(strings.TrimSpace(fields[0]), ",")
		if want[0] == "-" {
			want = nil
		}
		var messages []Message
		if agent := strings.TrimSpace(fields[1]); agent != "" {
			messages = append(messages, Message{Role: RoleAssistant, Text: agent})
		}
		said := strings.ReplaceAll(strings.TrimSpace(fields[2]), `\n`, "\n")
		messages = append(messages, Message{Role: RoleUser, Text: said})
		r := a.Analyze(messages)
		var got []string
		for i := range r.Instances {
			name := r.Instances[i].Leaf.String()
			name = name[strings.LastIndexByte(name, '.')+1:]
			if r.Instances[i].Metadata.Offered {
				name = "offered"
			}
			got = append(got, name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("line %d: %q: got %v, want %v", line.number, said, got, want)
			for i := range r.Instances {
				t.Logf("    %q by %s", r.Instances[i].Snippet, r.Instances[i].Metadata.Matched)
			}
		}
	}
}
