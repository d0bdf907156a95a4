package tiers

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const sessions = 60

// Every session meets in one gateway, whichever agent its turns came through and
// however the sender wrote the session down, and so does every trace.
func TestSessionsMeet(t *testing.T) {
	s := startTiers(t, nil, nil)
	from := newSender(s.agents)
	marks := []mark{asText, asNumber, asConversation, unmarked}
	const perBatch, turnsPerSession = 20, 3
	for range turnsPerSession {
		for i, m := range marks {
			for first := 0; first < sessions; first += perBatch {
				from.send(t.Context(), t, turns(1000*i+first, perBatch, m))
			}
		}
		// The next turn of a session goes to the other agent.
		from.next++
	}
	o := s.arrived(t, from)
	o.log(t, len(from.accepted))

	assert.Len(t, from.accepted, len(marks)*sessions*turnsPerSession*spansPerTurn)
	assert.Len(t, o.spans, len(from.accepted))
	assert.Zero(t, o.duplicates())
	assert.Zero(t, inSeveral(o.sessionsOf), "sessions in several gateways")
	assert.Zero(t, inSeveral(o.tracesOf), "traces in several gateways")
	all := map[string]bool{}
	for i, of := range o.sessionsOf {
		assert.NotEmpty(t, of, "sessions of gateway %d", i)
		assert.Greater(t, o.spansOf[i], len(from.accepted)/10, "spans of gateway %d", i)
		for session := range of {
			all[session] = true
		}
	}
	assert.Len(t, all, 3*sessions, "every session that was marked")
	assert.Equal(t, len(from.accepted)/spansPerTurn, o.analysed, "chats with signals")
}

// A request's root span is often written by a web framework that knows of no session.
// The session that the chat span names holds for the whole trace.
func TestSessionOnSomeSpans(t *testing.T) {
	s := startTiers(t, nil, nil)
	from := newSender(s.agents)
	for range 6 {
		from.send(t.Context(), t, turns(0, sessions, onChat))
	}
	o := s.arrived(t, from)
	o.log(t, len(from.accepted))
	assert.Zero(t, o.duplicates())
	assert.Zero(t, inSeveral(o.sessionsOf), "sessions in several gateways")
	assert.Zero(t, inSeveral(o.tracesOf), "traces in several gateways")
}
