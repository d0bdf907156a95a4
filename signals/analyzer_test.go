package signals

import (
	"os"
	"strings"
	"testing"
)

func mustNew(tb testing.TB) *Analyzer {
	tb.Helper()
	a, err := New(DefaultConfig())
	if err != nil {
		tb.Fatal(err)
	}
	return a
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

// testLine is a line of a file in testdata.
type testLine struct {
	number int
	text   string
}

// testLines returns the lines of a file without comments and blank ones.
func testLines(t *testing.T, file string) (lines []testLine) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, testLine{number, line})
		}
	}
	return lines
}
