package signals

import (
	"github.com/otelcol-plano/otelcol-plano/signals/internal/detect"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
)

// addUser raises the signals of a user's turn.
func (s *State) addUser(w *worker, index int) {
	turn := &w.turn
	turn.Read(w.finder, s.agent.Before(index))
	s.statements.Read(w.finder, index)
	s.findDisengagement(w, turn)
	s.findMisalignment(w, turn, index)
	for _, group := range turnGroups {
		for _, leaf := range group {
			found := turn.Of(phrases.Kind(leaf))
			if found != nil && s.raiseFound(w, found, index) && categories[leaf.Category()].once {
				break
			}
		}
	}
	exempt := turn.Given&(phrases.Pleased|phrases.Accepts|phrases.Thanks) != 0
	s.addRepetition(w, &s.userPrints, index, exempt)
	s.statements.Keep()
	s.agent.Index = -1
}

// addAssistant raises the signals of an agent's message and remembers what it
// says about the user's next one.
func (s *State) addAssistant(w *worker, index int) {
	s.agent = detect.ReadAgent(w.finder, index)
	s.addRepetition(w, &s.agentPrints, index, false)
}

// findDisengagement adds accepted transfers and loudness, and drops the plain complaint of a message that
// escalates.
func (s *State) findDisengagement(w *worker, turn *detect.Turn) {
	detect.Transfer(turn, len(w.finder.Scan.Tokens), phrases.Kind(Escalation))
	if turn.Of(phrases.Kind(NegativeStance)) == nil {
		if found, ok := detect.Loud(&w.finder.Scan, turn.Given); ok {
			found.Kind = phrases.Kind(NegativeStance)
			turn.Set(found)
		}
	} else if escalation := turn.Of(phrases.Kind(Escalation)); escalation != nil && !escalation.Weak {
		turn.Drop(phrases.Kind(NegativeStance))
	}
}

// findMisalignment adds a restatement, and a question that echoes the agent, where nothing that is tried before them
// will be raised.
func (s *State) findMisalignment(w *worker, turn *detect.Turn, index int) {
	if !s.agent.IsBefore(index) {
		turn.Drop(phrases.Kind(Clarification)) // there is nothing of the agent's that the user could fail to understand
	}
	if s.willRaise(turn, Correction) || s.willRaise(turn, Rephrase) {
		return
	}
	if found, ok := s.statements.Restated(turn.Given); ok {
		found.Kind = phrases.Kind(Rephrase)
		turn.Set(found)
	}
	if s.willRaise(turn, Rephrase) || turn.Of(phrases.Kind(Clarification)) != nil {
		return
	}
	if found, ok := detect.Echo(w.finder, &s.agent, index); ok {
		found.Kind = phrases.Kind(Clarification)
		turn.Set(found)
	}
}

func (s *State) willRaise(turn *detect.Turn, leaf Leaf) bool {
	return turn.Of(phrases.Kind(leaf)) != nil && !s.analyzer.off[leaf]
}

// raiseFound raises what was found in a user's message; it is false where the leaf is off.
func (s *State) raiseFound(w *worker, found *detect.Finding, index int) bool {
	leaf := Leaf(found.Kind)
	in := Instance{
		Leaf: leaf, MessageIndex: index, Confidence: leaf.confidence(found.Weak),
		Snippet:  w.finder.Scan.Snippet(found.First, found.Last),
		Metadata: Metadata{Matched: found.Rule, Offered: leaf == Escalation && found.Weak},
	}
	in.Metadata.compare(found)
	return s.raise(in)
}

// addRepetition raises a message that repeats one of the last of its role.
func (s *State) addRepetition(w *worker, prints *detect.Prints, index int, exempt bool) {
	found, ok := prints.Repeated(&w.finder.Scan, index)
	if !ok || exempt {
		return
	}
	in := Instance{
		Leaf: Repetition, MessageIndex: index, Confidence: found.Similarity,
		Snippet: w.finder.Scan.Snippet(found.First, found.Last),
	}
	in.Metadata.compare(&found)
	s.raise(in)
}

// compare notes which earlier message a finding is like.
func (m *Metadata) compare(found *detect.Finding) {
	if found.Similarity > 0 {
		comparedWith := found.ComparedWith
		m.ComparedWith, m.Similarity = &comparedWith, found.Similarity
	}
}
