package catalogue

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// script is the calls of a conversation, with what its transcript must be.
type script struct {
	calls []spanstore.Applied
	// want are the messages, by is the index of the call that held each first.
	want []signals.Message
	by   []int
}

// say adds a call with a list of messages, of which those from fresh on are new.
func (s *script) say(messages []signals.Message, fresh int) {
	n := len(s.calls)
	s.want = append(s.want, messages[fresh:]...)
	for range messages[fresh:] {
		s.by = append(s.by, n)
	}
	s.calls = append(s.calls, spanAt(n/3, n+1, 2*n, chat("s", slices.Clone(messages)...)))
}

// answerEnds returns the indices behind each answer of a model.
func answerEnds(messages []signals.Message) (ends []int) {
	for i := range messages {
		is := isAnswer(hashOf(&messages[i]))
		if is && (i+1 == len(messages) || !isAnswer(hashOf(&messages[i+1]))) {
			ends = append(ends, i+1)
		}
	}
	return ends
}

// distinct makes messages differ that say the same, as an oracle can't tell them apart.
func distinct(messages []signals.Message) []signals.Message {
	messages = slices.Clone(messages)
	seen := map[uint64]bool{}
	for i := range messages {
		for seen[hashOf(&messages[i])] {
			messages[i].Text += fmt.Sprintf(" (%d)", i)
		}
		seen[hashOf(&messages[i])] = true
	}
	return messages
}

// scripts returns the ways in which clients send a conversation.
func scripts(messages []signals.Message, rng *rand.Rand) map[string]*script {
	ends := answerEnds(messages)
	all := map[string]*script{
		"whole": {}, "repeated": {}, "cut": {}, "forked": {}, "edited": {}, "without answers": {}, "other answers": {}, "summarised": {},
	}
	messages = messages[:ends[len(ends)-1]]
	before := 0
	for i, end := range ends {
		list := messages[:end]
		all["whole"].say(list, before)
		all["forked"].say(list, before)
		all["repeated"].say(list, before)
		if rng.IntN(2) == 0 {
			again := list[:rng.IntN(end)+1]
			all["repeated"].say(again, len(again))
		}
		from := 0
		if i > 1 {
			from = rng.IntN(ends[i-2] + 1)
		}
		all["cut"].say(list[from:], before-from)
		all["edited"].say(list, before)
		lacking, other := slices.Clone(list), slices.Clone(list)
		for j := range other[:before] {
			if isAnswer(hashOf(&other[j])) {
				other[j].Text += "\n\n(edited by the client)"
			}
		}
		all["other answers"].say(other, before)
		lacking = slices.DeleteFunc(lacking[:before], func(m signals.Message) bool { return isAnswer(hashOf(&m)) })
		all["without answers"].say(append(lacking, list[before:]...), len(lacking))
		summarised := list
		if i > 2 {
			summarised = append([]signals.Message{user("Summary: it went on."), answer("I see.")}, messages[ends[i-2]:end]...)
		}
		all["summarised"].say(summarised, len(summarised)-(end-before))
		before = end
	}
	at := ends[rng.IntN(len(ends))]
	branch := append(slices.Clone(messages[:at]), user("What if not?"), answer("Then so."))
	all["forked"].say(branch, at)
	all["forked"].say(append(slices.Clone(branch), user("And?"), answer("Done.")), at+2)
	edit := slices.Clone(messages)
	edit[0].Text = "Not that: " + edit[0].Text
	edit = append(edit, user("One more."), answer("Here."))
	s := all["edited"]
	s.say(edit, len(edit)-2)
	n := len(s.want) - 2
	s.want, s.by = slices.Insert(s.want, n, edit[0]), append(s.by, len(s.calls)-1)
	return all
}

// fixSummary adds what a client says in place of old messages, once.
func (s *script) fixSummary() {
	said := false
	for i, c := range s.calls {
		m := c.Observation.Messages
		if !said && len(m) > 0 && m[0].Text == "Summary: it went on." {
			said = true
			at := slices.Index(s.by, i)
			s.want = slices.Insert(s.want, at, m[0], m[1])
			s.by = slices.Insert(s.by, at, i, i)
		}
	}
}

func TestTranscriptHoldsEachMessageOnce(t *testing.T) {
	for n, messages := range trajectories(t) {
		rng := rand.New(rand.NewPCG(uint64(n), 1))
		for name, s := range scripts(distinct(messages), rng) {
			if name == "summarised" {
				s.fixSummary()
			}
			for order := range 3 {
				d := newDesk(t)
				d.number(s.calls)
				calls := slices.Clone(s.calls)
				if order > 0 {
					rng.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
				}
				for len(calls) > 0 {
					size := min(len(calls), 1+rng.IntN(3))
					d.apply(calls[:size]...)
					calls = calls[size:]
					if rng.IntN(12) == 0 {
						d.restart()
					}
				}
				require.True(t, check(t, s, d.only().Transcript), "trajectory %d, %s, order %d", n, name, order)
			}
		}
	}
}

// check compares a transcript with what it must be.
func check(t *testing.T, s *script, got *Transcript) bool {
	t.Helper()
	bySeq := map[uint64]int{}
	for i := range s.calls {
		bySeq[s.calls[i].Span.Seq] = i
	}
	var (
		texts, want []string
		by          []int
	)
	for _, segment := range got.Segments {
		if !assert.Equal(t, len(texts), segment.Place) {
			return false
		}
		call := bySeq[got.Calls[segment.Call].Seq]
		for _, m := range s.calls[call].Observation.Messages[segment.From:segment.To] {
			texts, by = append(texts, m.Role.String()+": "+m.Text+m.Arguments), append(by, call)
		}
	}
	for _, m := range s.want {
		want = append(want, m.Role.String()+": "+m.Text+m.Arguments)
	}
	return assert.Equal(t, want, texts) && assert.Equal(t, s.by, by) && assert.Equal(t, len(want), got.Total)
}

func TestAgentRepeatsItsCalls(t *testing.T) {
	agent := chat("s", user("q"), answer("a"))
	agent.Kind = observe.KindAgent
	call := func(n int, messages ...signals.Message) spanstore.Applied {
		return spanAt(1, n, 10+n, chat("s", messages...))
	}
	spans := []spanstore.Applied{
		spanAt(1, 1, 0, agent),
		call(2, user("q"), signals.Message{Role: signals.RoleToolCall, Tool: "look"}),
		call(3, user("q"), signals.Message{Role: signals.RoleToolCall, Tool: "look"},
			signals.Message{Role: signals.RoleToolResult, Text: "42"}, answer("a")),
	}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {2, 0, 1}} {
		d := newDesk(t)
		for _, i := range order {
			spans[i].Span.Seq = 0
			d.apply(spans[i])
		}
		detail := d.only()
		assert.Equal(t, 4, detail.MessageCount, order)
		assert.Equal(t, int64(20), detail.Tokens.Input, "the agent repeats what its calls took")
	}
	alone := newDesk(t)
	spans[0].Span.Seq = 0
	alone.apply(spans[0])
	assert.Equal(t, 2, alone.only().MessageCount)
}

func TestCallsThatHoldTheirOwnTurn(t *testing.T) {
	turn := func(previous, response string, messages ...signals.Message) *observe.Observation {
		o := chat("s", messages...)
		o.Previous, o.Response = previous, response
		return o
	}
	spans := []spanstore.Applied{
		spanAt(1, 1, 0, turn("", "r1", user("one"), answer("1"))),
		spanAt(2, 2, 10, turn("r1", "r2", user("two"), answer("2"))),
		spanAt(3, 3, 20, turn("r2", "r3", user("one"), answer("1"))),
		spanAt(4, 4, 30, turn("r1", "r4", user("other"), answer("3"))),
	}
	spans[2].Observation.Findings = []observe.Finding{{Leaf: signals.Repetition.String(), Message: 4, New: true}}
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}} {
		d := newDesk(t)
		for _, i := range order {
			spans[i].Span.Seq = 0
			d.apply(spans[i])
			d.restart()
		}
		detail := d.only()
		assert.Equal(t, 8, detail.MessageCount, order)
		require.Len(t, detail.Findings, 1)
		assert.Equal(t, 4, detail.Findings[0].Message)
	}
}
