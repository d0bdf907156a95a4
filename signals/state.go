package signals

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"
)

// State is an analysis that grows message by message. A [State.Report] says the same as
// [Analyzer.Analyze] of all messages added. It holds no message, only what of the last messages
// the next ones are compared with. It is not safe for concurrent use; clones are independent.
type State struct {
	analyzer *Analyzer
	// added is the number of messages so far.
	added int
	// batch is the index of the first call after the last message that is none.
	batch int
	// turns counts the user's turns ever seen, turnIndex holds those that may still count.
	turns     int
	turnIndex []int
	// agent is the agent's last message that the user has not answered.
	agent     agentMessage
	users     [rememberedTurns]userMemory
	prints    [2]printMemory // by role: user, assistant
	calls     []call
	instances []Instance
}

// NewState returns the state of an empty conversation.
func (a *Analyzer) NewState() *State {
	s := &State{analyzer: a}
	s.reset()
	return s
}

func (s *State) reset() {
	s.added, s.batch, s.turns = 0, 0, 0
	s.turnIndex = s.turnIndex[:0]
	s.calls = s.calls[:0]
	clear(s.instances)
	s.instances = s.instances[:0]
	s.agent = agentMessage{index: -1}
	for i := range s.users {
		s.users[i].index = -1
	}
	for i := range s.prints {
		s.prints[i].reset()
	}
}

// Add reads the next message of the conversation.
func (s *State) Add(m Message) {
	w := s.analyzer.worker()
	s.add(w, &m)
	s.analyzer.workers.Put(w)
}

// Clone returns a copy that can go on by itself.
func (s *State) Clone() *State {
	c := *s
	c.turnIndex = slices.Clone(s.turnIndex)
	c.calls = slices.Clone(s.calls)
	c.instances = slices.Clone(s.instances)
	return &c
}

// Len returns the number of messages added.
func (s *State) Len() int { return s.added }

func (s *State) add(w *worker, m *Message) {
	index := s.begin(m)
	switch m.Role {
	case RoleUser, RoleAssistant:
		w.matcher = s.analyzer.conversation
		w.scan.read(m.Text, s.analyzer.config.MaxMessageLength, w.matcher.vocabulary, s.prints[m.Role].slot(len(m.Text)))
		if m.Role == RoleUser {
			s.addUser(w, index)
		} else {
			s.addAssistant(w, index)
		}
	case RoleToolResult:
		s.addResult(w, m, index)
	}
	s.forget()
}

// addOutline adds a message that is too old to be read: only who called what matters.
func (s *State) addOutline(m *Message) {
	index := s.begin(m)
	if m.Role == RoleToolResult {
		if c := s.callOf(m, index); c != nil {
			c.answered = true
		}
	}
}

// begin counts a message and does what needs no reading of text.
func (s *State) begin(m *Message) (index int) {
	index = s.added
	s.added++
	switch m.Role {
	case RoleUser:
		s.turnIndex = append(s.turnIndex, index)
	case RoleToolCall:
		s.addCall(m, index)
	}
	if m.Role == RoleUser || m.Role == RoleAssistant {
		s.batch = s.added
	}
	return index
}

// answerSeed makes the hashes of results; they are only compared within a process.
var answerSeed = maphash.MakeSeed()

// addResult raises what a tool result says and notes it at its call.
func (s *State) addResult(w *worker, m *Message, index int) {
	v := w.judge(m.Text, m.Failed)
	c := s.callOf(m, index)
	if c != nil {
		c.answered = true
		c.outcome = v.outcome
		c.blameless = v.raises && v.leaf.Category() == Exhaustion
		c.answer = maphash.String(answerSeed, m.Text[:min(len(m.Text), maxErrorText)]) ^ uint64(len(m.Text))
	}
	if !v.raises {
		return
	}
	in := Instance{
		Leaf: v.leaf, MessageIndex: index, Confidence: v.confidence(), Snippet: cut(v.evidence),
		Metadata: Metadata{Matched: v.rule, Tool: m.Tool},
	}
	if c != nil {
		in.Metadata.Tool = c.tool
		in.Metadata.Calls = []int{c.index}
	}
	s.raise(in)
}

// raise keeps an instance; it is false where its leaf is switched off.
func (s *State) raise(in Instance) bool {
	if s.analyzer.off[in.Leaf] {
		return false
	}
	s.instances = append(s.instances, in)
	return true
}

// first is the index of the first message that counts.
func (s *State) first() int { return max(0, s.added-s.analyzer.config.MaxMessages) }

// forget drops what is too old to count, once it is as much again as what counts.
func (s *State) forget() {
	first := s.first()
	limit := 2 * s.analyzer.config.MaxMessages
	if len(s.turnIndex) > limit {
		s.turnIndex = slices.DeleteFunc(s.turnIndex, func(i int) bool { return i < first })
	}
	if len(s.calls) > limit+answerReach {
		s.calls = slices.DeleteFunc(s.calls, func(c call) bool { return c.index < first-answerReach })
	}
	if len(s.instances) > limit {
		s.instances = slices.DeleteFunc(s.instances, func(in Instance) bool { return in.MessageIndex < first })
	}
}

// agentBefore returns what the agent's message before says about the user's turn.
func (s *State) agentBefore(index int) circumstance {
	if !s.agent.before(index) {
		return 0
	}
	return s.agent.given
}

// maxSnippet is how many bytes of a text a snippet holds at most.
const maxSnippet = 160

// cut copies a text, so that the report does not keep the whole message in memory.
func cut(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > maxSnippet {
		end := maxSnippet
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	return strings.Clone(text)
}
