package main

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// enterLoop draws where a loop begins or ends before a message.
func (t *transcript) enterLoop(message int) {
	if t.loop != nil && message >= t.loop.Messages[1] {
		t.endLoop()
	}
	if t.loop != nil {
		return
	}
	for i := range t.conversation.Loops {
		if loop := &t.conversation.Loops[i]; message >= loop.Messages[0] && message < loop.Messages[1] {
			t.loop = loop
			t.line(t.warn.Render("╭─ loop: " + strings.Join(loopFacts(loop), ", ")))
			return
		}
	}
}

// foldRounds finds the calls of loops that are the same as the one before, with the same outcome. They are counted at the first
// one.
func (t *transcript) foldRounds() {
	if t.full {
		return
	}
	first := -1
	for i := range t.messages {
		m := &t.messages[i]
		switch {
		case t.answered[i]:
		case m.Role != traceapi.RoleToolCall || !t.inLoop(m.Index):
			first = -1
		case first >= 0 && t.isSame(first, i):
			t.folded[first] = append(t.folded[first], i)
			t.answered[i] = true
		default:
			first = i
		}
	}
}

func (t *transcript) inLoop(message int) bool {
	return slices.ContainsFunc(t.conversation.Loops, func(loop traceapi.Loop) bool {
		return message >= loop.Messages[0] && message < loop.Messages[1]
	})
}

// isSame is true for two calls with the same arguments and outcome.
func (t *transcript) isSame(a, b int) bool {
	first, second := t.resultOf(a), t.resultOf(b)
	if first == nil || second == nil {
		return false
	}
	return t.messages[a].Tool == t.messages[b].Tool && t.messages[a].Arguments == t.messages[b].Arguments &&
		first.Failed == second.Failed && first.Text == second.Text
}

func (t *transcript) endLoop() {
	if t.loop != nil {
		t.line(t.warn.Render("╰─"))
	}
	t.loop = nil
}

// edge is drawn in front of the lines of a loop.
func (t *transcript) edge() string {
	if t.loop == nil {
		return ""
	}
	return t.warn.Render("│")
}

func loopFacts(loop *traceapi.Loop) []string {
	facts := []string{strings.TrimSpace(leafWords(loop.Signal) + " " + oneLine(loop.Tool)), plural(loop.Rounds, "round")}
	if loop.DurationNS > 0 {
		facts = append(facts, lasting(loop.DurationNS))
	}
	if loop.Tokens > 0 {
		facts = append(facts, plural(loop.Tokens, "token"))
	}
	return facts
}
