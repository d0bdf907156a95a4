package store

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// said makes messages of a word each: "u" the user, "r" a result, "a" the assistant, others calls of a tool with arguments behind a colon.
func said(from int, words ...[2]string) (messages []traceapi.Message) {
	for i, w := range words {
		m := traceapi.Message{Index: from + i, Role: traceapi.RoleToolCall, Tool: w[0], Arguments: w[1]}
		switch w[0] {
		case "u":
			m = traceapi.Message{Index: from + i, Role: traceapi.RoleUser}
		case "r":
			m = traceapi.Message{Index: from + i, Role: traceapi.RoleToolResult}
		case "a":
			m = traceapi.Message{Index: from + i, Role: traceapi.RoleAssistant}
		}
		messages = append(messages, m)
	}
	return messages
}

func TestLoopsGoOn(t *testing.T) {
	result, user, answer := [2]string{"r"}, [2]string{"u"}, [2]string{"a"}
	get, other := [2]string{"get", "1"}, [2]string{"get", "2"}
	set := [2]string{"set", "1"}
	for name, c := range map[string]struct {
		signal   signals.Leaf
		calls    []int
		end      int
		messages []traceapi.Message
		want     []int
		wantEnd  int
	}{
		"more of the same": {
			signals.Retry, []int{4, 6}, 8, said(4, get, result, get, result, get, result, answer, get, result, user, get), []int{4, 6, 8, 11}, 13,
		},
		"other arguments end a retry": {signals.Retry, []int{0, 2}, 4, said(0, get, result, get, result, other, result), []int{0, 2}, 4},
		"but no drift": {
			signals.ParameterDrift, []int{0, 2}, 4, said(0, get, result, get, result, other, result), []int{0, 2, 4}, 6,
		},
		"two in turn": {
			signals.Oscillation, []int{0, 2}, 4, said(0, get, result, set, result, get, result, set, result, set), []int{0, 2, 4, 6}, 8,
		},
		"nothing behind": {signals.Retry, []int{0, 2}, 4, said(0, get, result, get, result), []int{0, 2}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			l := traceapi.Loop{Signal: c.signal.String(), Rounds: len(c.calls), Calls: c.calls, Messages: [2]int{c.calls[0], c.end}}
			follow(&l, c.messages)
			assert.Equal(t, c.want, l.Calls)
			assert.Equal(t, len(c.want), l.Rounds)
			assert.Equal(t, c.wantEnd, l.Messages[1])
		})
	}
}

func TestLoopThatAnotherCoversIsLeftOut(t *testing.T) {
	retry := func(from, to int) traceapi.Loop {
		return traceapi.Loop{Signal: signals.Retry.String(), Tool: "get", Messages: [2]int{from, to}}
	}
	assert.Equal(t, []traceapi.Loop{retry(2, 12), retry(14, 20)}, withoutFollowed([]traceapi.Loop{retry(2, 12), retry(8, 12), retry(14, 20)}))
}
