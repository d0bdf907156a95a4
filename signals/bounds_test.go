package signals

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"
)

// Hostile text costs no more than its length: hits are capped, a leaf fires once per message.
func TestHostileText(t *testing.T) {
	config := DefaultConfig()
	config.MaxMessageLength = 1 << 20
	a, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range []string{
		"thanks for nothing ", "i want to speak to a ", "I give up. ", "\"", "“", "```", "###", "<", "{{", "[",
		"{\"error\":", "\\", "?!", "é", "日", "a", "\x00", "\xff", "Traceback (most recent call last)\n", "error: ", "not ",
	} {
		text := strings.Repeat(piece, 1<<20/len(piece))
		r := a.Analyze([]Message{
			{Role: RoleUser, Text: text},
			{Role: RoleToolCall, Arguments: text},
			{Role: RoleToolResult, Text: text},
			{Role: RoleAssistant, Text: text},
		})
		var seen [LeafCount]bool
		for _, in := range r.Instances {
			if seen[in.Leaf] {
				t.Errorf("%q raises %v twice", piece, in.Leaf)
			}
			seen[in.Leaf] = true
			if len(in.Snippet) > 160 {
				t.Errorf("%q: a snippet of %d bytes", piece, len(in.Snippet))
			}
		}
	}
}

func TestManyMessages(t *testing.T) {
	messages := make([]Message, 10_000)
	for i := range messages {
		messages[i] = Message{Role: Role(i % 4), Text: "I give up", Tool: "same", Arguments: "{}"}
	}
	r := mustNew(t).Analyze(messages)
	if got := r.CountLeaf(Quit); got != 25 {
		t.Errorf("%d messages count, want the 25 user turns of the last 100", got)
	}
	s := mustNew(t).NewState()
	for _, m := range messages {
		s.Add(m)
	}
	if len(s.instances) > 3*s.analyzer.config.MaxMessages || len(s.calls) > 3*s.analyzer.config.MaxMessages {
		t.Errorf("the state keeps %d instances and %d calls", len(s.instances), len(s.calls))
	}
}

// The analyzer and a worker stay below 2 MB.
func TestMemory(t *testing.T) {
	a := mustNew(t)
	size := a.conversation.Size() + a.tools.Size() + int(unsafe.Sizeof(worker{})+unsafe.Sizeof(State{}))
	size += int(unsafe.Sizeof(phrases.Finder{}) + unsafe.Sizeof(toolresult.Judge{}))
	if size > 2<<20 {
		t.Errorf("%d bytes", size)
	}
	t.Logf("%d bytes", size)
}

// What an instance says is bounded, whatever names and ids a sender makes up.
func TestInstancesAreBounded(t *testing.T) {
	long := strings.Repeat("‹", 40_000)
	messages := []Message{{Role: RoleToolCall, Tool: long, CallID: "c"}}
	for range 99 {
		messages = append(messages, Message{Role: RoleToolResult, Tool: long, CallID: "c", Text: "Error: " + long})
	}
	for range 50 {
		messages = append(messages, Message{Role: RoleToolCall, Tool: long, Arguments: "{}"})
	}
	config := DefaultConfig()
	config.MaxMessages = 1000
	a, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	r := a.Analyze(messages, Evidence{Leaf: Network, Source: long})
	if r.Count(Loops) != 1 || r.Count(Exhaustion) < 99 {
		t.Fatal(r.Summary)
	}
	for _, in := range r.Instances {
		m := &in.Metadata
		if size := len(in.Snippet) + len(m.Tool) + len(m.Matched) + len(m.Source) + 8*len(m.Calls); size > 1000 {
			t.Fatalf("%d bytes: %+v", size, in)
		}
	}
}
