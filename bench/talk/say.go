package talk

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Message is what one side says.
type Message struct{ Role, Text string }

// Say returns a message that nobody has said before.
func Say(role string, r *rand.Rand) Message {
	var text strings.Builder
	for range 2 {
		said := Conversations[0][r.IntN(len(Conversations[0])-2)]
		words := strings.Fields(said)
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		text.WriteString(strings.Join(words[:len(words)*3/4], " ") + ". ")
	}
	return Message{role, text.String()}
}

// TextOf writes messages as the conventions do.
func TextOf(messages []Message) string {
	all := make([]string, len(messages))
	for i, m := range messages {
		all[i] = fmt.Sprintf(`{"role":%q,"parts":[{"type":"text","content":%s}]}`, m.Role, quoted(m.Text))
	}
	return "[" + strings.Join(all, ",") + "]"
}

// quoted writes a text as JSON.
func quoted(text string) []byte {
	written, err := json.Marshal(text)
	if err != nil {
		return []byte(`""`) // a string has no way to fail
	}
	return written
}
