package signals

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/detect"
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
	// turns are the indices of the user's turns that may still count.
	turns []int
	// agent is the agent's last message, until the user has answered it.
	agent       detect.Agent
	statements  detect.Statements
	userPrints  detect.Prints
	agentPrints detect.Prints
	calls       []detect.Call
	instances   []Instance
	// attached is the index of the first message of which the state may hold text.
	attached int
}

// NewState returns the state of an empty conversation.
func (a *Analyzer) NewState() *State {
	s := &State{analyzer: a}
	s.Reset()
	return s
}

// Reset makes it the state of an empty conversation and keeps its memory.
func (s *State) Reset() {
	s.added, s.batch, s.attached = 0, 0, 0
	s.turns = s.turns[:0]
	s.calls = s.calls[:0]
	clear(s.instances)
	s.instances = s.instances[:0]
	s.agent = detect.Agent{Index: -1}
	s.statements.Reset()
	s.userPrints.Reset()
	s.agentPrints.Reset()
}

// Add reads the next message of the conversation.
func (s *State) Add(m Message) {
	w := s.analyzer.worker()
	s.add(w, &m)
	s.analyzer.workers.Put(w)
}

// AddAll reads the next messages of the conversation. Of a state that is empty it reads only what can
// still count.
func (s *State) AddAll(messages []Message) {
	w := s.analyzer.worker()
	defer s.analyzer.workers.Put(w)
	first, reads := 0, 0
	if s.added == 0 {
		// What counts, and before it what gives it context.
		counts := max(0, len(messages)-s.analyzer.config.MaxMessages)
		reads = max(0, counts-detect.ContextReach)
		first = max(0, counts-detect.AnswerReach)
		s.added = first
	}
	for i := first; i < len(messages); i++ {
		if i < reads {
			s.addOutline(&messages[i])
		} else {
			s.add(w, &messages[i])
		}
	}
}

// Clone returns a copy that can go on by itself.
func (s *State) Clone() *State {
	c := *s
	c.turns = slices.Clone(s.turns)
	c.calls = slices.Clone(s.calls)
	c.instances = slices.Clone(s.instances)
	c.userPrints, c.agentPrints = s.userPrints.Clone(), s.agentPrints.Clone()
	return &c
}

// Detach makes the state hold on to no text of the messages that were added: it forgets the snippets and copies the names
// and ids of calls. A state that is kept needs it, lest it keep whole requests in memory.
func (s *State) Detach() {
	for i := len(s.instances) - 1; i >= 0 && s.instances[i].MessageIndex >= s.attached; i-- {
		s.instances[i].Snippet = ""
	}
	for i := len(s.calls) - 1; i >= 0 && s.calls[i].Index >= s.attached; i-- {
		s.calls[i].Detach()
	}
	s.attached = s.added
}

// Len returns the number of messages added.
func (s *State) Len() int { return s.added }

func (s *State) add(w *worker, m *Message) {
	index := s.begin(m)
	switch m.Role {
	case RoleUser:
		w.finder.Read(m.Text, s.analyzer.config.MaxMessageLength, s.userPrints.Slot(len(m.Text)))
		s.addUser(w, index)
	case RoleAssistant:
		w.finder.Read(m.Text, s.analyzer.config.MaxMessageLength, s.agentPrints.Slot(len(m.Text)))
		s.addAssistant(w, index)
	case RoleToolResult:
		s.addResult(w, m, index)
	case RoleToolCall:
	}
	s.forget()
}

// addOutline adds a message that is too old to be read: only who called what matters.
func (s *State) addOutline(m *Message) {
	index := s.begin(m)
	if m.Role == RoleToolResult {
		if c := detect.CallOf(s.calls, m.CallID, m.Tool, index, s.batch); c != nil {
			c.Answered = true
		}
	}
}

// begin counts a message and does what needs no reading of text.
func (s *State) begin(m *Message) (index int) {
	index = s.added
	s.added++
	switch m.Role {
	case RoleUser:
		s.turns = append(s.turns, index)
	case RoleToolCall:
		s.calls = append(s.calls, detect.NewCall(index, m.Tool, m.CallID, m.Arguments))
	case RoleAssistant, RoleToolResult:
	}
	if m.Role == RoleUser || m.Role == RoleAssistant {
		s.batch = s.added
	}
	return index
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

// turnsFrom, callsFrom and instancesFrom return those of the messages from an index on.
func (s *State) turnsFrom(first int) []int {
	return from(s.turns, first, func(i *int) int { return *i })
}

func (s *State) callsFrom(first int) []detect.Call {
	return from(s.calls, first, func(c *detect.Call) int { return c.Index })
}

func (s *State) instancesFrom(first int) []Instance {
	return from(s.instances, first, func(in *Instance) int { return in.MessageIndex })
}

// from returns the elements of a slice that is ordered by message from an index on.
func from[T any](all []T, first int, index func(*T) int) []T {
	n := 0
	for n < len(all) && index(&all[n]) < first {
		n++
	}
	return all[n:]
}

// forget drops what is too old to count, once it is as much again as what counts.
func (s *State) forget() {
	first := s.first()
	limit := 2 * s.analyzer.config.MaxMessages
	if len(s.turns) > limit {
		s.turns = slices.DeleteFunc(s.turns, func(i int) bool { return i < first })
	}
	if len(s.calls) > limit+detect.AnswerReach {
		s.calls = slices.DeleteFunc(s.calls, func(c detect.Call) bool { return c.Index < first-detect.AnswerReach })
	}
	if len(s.instances) > limit {
		s.instances = slices.DeleteFunc(s.instances, func(in Instance) bool { return in.MessageIndex < first })
	}
}
