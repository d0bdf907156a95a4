package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// turnsPerSession is how many turns the user and the agent take in a session.
const turnsPerSession = 50

// oneRequest makes the load of which every request is alike.
func oneRequest(fill maker) func() []ptrace.Traces {
	return func() []ptrace.Traces { return []ptrace.Traces{traces(fill)} }
}

type message struct{ role, text string }

// turnByTurn makes the requests of as many sessions as a request has spans: the first one holds the first turn of each, the
// next one the second turn with what was said before, and so on.
func turnByTurn() []ptrace.Traces {
	requests := make([]ptrace.Traces, turnsPerSession)
	histories := make([][]message, spansPerRequest)
	r := rand.New(rand.NewPCG(1, 1))
	for turn := range requests {
		requests[turn] = traces(func(span ptrace.Span, i int) {
			histories[i] = append(histories[i], say("user", r))
			answer := say("assistant", r)
			chatSpan(span, i)
			span.Attributes().PutStr("gen_ai.input.messages", textOf(histories[i]))
			span.Attributes().PutStr("gen_ai.output.messages", textOf([]message{answer}))
			histories[i] = append(histories[i], answer)
		})
	}
	return requests
}

// say returns a message that nobody has said before.
func say(role string, r *rand.Rand) message {
	var text strings.Builder
	for range 2 {
		said := conversations[0][r.IntN(len(conversations[0])-2)]
		words := strings.Fields(said)
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		text.WriteString(strings.Join(words[:len(words)*3/4], " ") + ". ")
	}
	return message{role, text.String()}
}

func textOf(messages []message) string {
	all := make([]string, len(messages))
	for i, m := range messages {
		all[i] = fmt.Sprintf(`{"role":%q,"parts":[{"type":"text","content":%q}]}`, m.role, m.text)
	}
	return "[" + strings.Join(all, ",") + "]"
}

var sessions atomic.Int64

// renewSessions gives every session of a sender a name that none had before.
func renewSessions(requests []ptrace.Traces) {
	first := sessions.Add(spansPerRequest)
	for _, traces := range requests {
		for i, span := range traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
			span.Attributes().PutStr("session.id", fmt.Sprint("session-", first+int64(i)))
		}
	}
}
