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
	writers := []sessionWriter{asText, asNumber, asConversation, noSession}
	const turnsPerSession = 3
	for range turnsPerSession {
		for i, write := range writers {
			for first := 0; first < sessions; first += turnsPerBatch {
				from.send(t.Context(), t, turns(1000*i+first, turnsPerBatch, write))
			}
		}
		// The next turn of a session goes to the other agent.
		from.next++
	}
	got := s.waitForAll(t, from)

	assert.Len(t, from.accepted, len(writers)*sessions*turnsPerSession*spansPerTurn)
	assert.Len(t, got.spans, len(from.accepted))
	assert.Zero(t, got.duplicates())
	assert.Zero(t, inSeveral(got.sessionsOf), "sessions in several gateways")
	assert.Zero(t, inSeveral(got.tracesOf), "traces in several gateways")
	all := map[string]bool{}
	for i, of := range got.sessionsOf {
		assert.NotEmpty(t, of, "sessions of gateway %d", i)
		assert.Greater(t, got.spansOf[i], len(from.accepted)/10, "spans of gateway %d", i)
		for session := range of {
			all[session] = true
		}
	}
	assert.Len(t, all, 3*sessions, "every session that was written")
	assert.Equal(t, len(from.accepted)/spansPerTurn, got.analysed, "chats with signals")
}

// A request's root span is often written by a web framework that knows of no session.
// The session that the chat span names holds for the whole trace.
func TestSessionOnSomeSpans(t *testing.T) {
	s := startTiers(t, nil, nil)
	from := newSender(s.agents)
	for range 6 {
		from.send(t.Context(), t, turns(0, sessions, onChatOnly))
	}
	got := s.waitForAll(t, from)
	assert.Zero(t, got.duplicates())
	assert.Zero(t, inSeveral(got.sessionsOf), "sessions in several gateways")
	assert.Zero(t, inSeveral(got.tracesOf), "traces in several gateways")
}
