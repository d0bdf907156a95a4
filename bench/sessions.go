package main

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/bench/talk"
)

// turnsPerSession is how many turns the user and the agent take in a session.
const turnsPerSession = 50

// oneRequest makes the load of which every request is alike.
func oneRequest(fill maker) func() []ptrace.Traces {
	return func() []ptrace.Traces { return []ptrace.Traces{traces(fill)} }
}

// turnByTurn makes the requests of as many sessions as a request has spans: the first one holds the first turn of each, the
// next one the second turn with what was said before, and so on.
func turnByTurn() []ptrace.Traces {
	requests := make([]ptrace.Traces, turnsPerSession)
	histories := make([][]talk.Message, spansPerRequest)
	r := rand.New(rand.NewPCG(1, 1))
	for turn := range requests {
		requests[turn] = traces(func(span ptrace.Span, i int) {
			histories[i] = append(histories[i], talk.Say("user", r))
			answer := talk.Say("assistant", r)
			talk.ChatSpan(span, i)
			span.Attributes().PutStr("gen_ai.input.messages", talk.TextOf(histories[i]))
			span.Attributes().PutStr("gen_ai.output.messages", talk.TextOf([]talk.Message{answer}))
			histories[i] = append(histories[i], answer)
		})
	}
	return requests
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
