package signals

import (
	"fmt"
	"math"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/detect"
)

// stateVersion changes with the form of a state, or with the meaning of what is in it.
const stateVersion = 1

// AppendBinary appends a form of the state that [State.UnmarshalBinary] reads. It holds no text of the
// conversation: instances lose their snippets. It never fails.
func (s *State) AppendBinary(to []byte) ([]byte, error) {
	to = append(to, stateVersion)
	to = wire.AppendInt(to, s.added)
	to = wire.AppendInt(to, s.batch)
	first := s.first()
	turns := s.turnsFrom(first)
	to = wire.AppendInt(to, len(turns))
	last := 0
	for _, turn := range turns {
		to = wire.AppendInt(to, turn-last)
		last = turn
	}
	to = s.agent.AppendBinary(to)
	to = s.statements.AppendBinary(to, s.added)
	to = s.userPrints.AppendBinary(to, s.added)
	to = s.agentPrints.AppendBinary(to, s.added)
	calls := s.callsFrom(first - detect.AnswerReach)
	to = wire.AppendInt(to, len(calls))
	for i := range calls {
		to = calls[i].AppendBinary(to, s.added)
	}
	instances := s.instancesFrom(first)
	to = wire.AppendInt(to, len(instances))
	for i := range instances {
		to = instances[i].append(to)
	}
	return to, nil
}

// UnmarshalBinary sets the state to one that an analyzer of the same configuration has written. After an error, which is
// about data that is no state, it is that of an empty conversation.
func (s *State) UnmarshalBinary(data []byte) error {
	s.Reset()
	r := wire.NewReader(data)
	if version := r.Byte(math.MaxUint8); version != stateVersion {
		return fmt.Errorf("state of a conversation: version %d, want %d", version, stateVersion)
	}
	s.added = r.Int(math.MaxInt32)
	s.batch, s.attached = r.Int(s.added), s.added
	turn := 0
	for range r.Count(1) {
		turn += r.Int(s.added)
		s.turns = append(s.turns, turn)
	}
	s.agent.ReadBinary(&r)
	s.statements.ReadBinary(&r)
	s.userPrints.ReadBinary(&r)
	s.agentPrints.ReadBinary(&r)
	for range r.Count(detect.MinCallBytes) {
		var c detect.Call
		c.ReadBinary(&r)
		s.calls = append(s.calls, c)
	}
	for range r.Count(minInstanceBytes) {
		s.instances = append(s.instances, readInstance(&r))
	}
	if err := r.Err(); err != nil {
		s.Reset()
		return fmt.Errorf("state of a conversation: %w", err)
	}
	return nil
}

// minInstanceBytes is the length in bytes of the shortest instance.
const minInstanceBytes = 23

func (in *Instance) append(to []byte) []byte {
	to = append(to, byte(in.Leaf))
	to = wire.AppendInt(to, in.MessageIndex)
	to = wire.AppendFloat(to, in.Confidence)
	m := &in.Metadata
	compared := 0
	if m.ComparedWith != nil {
		compared = *m.ComparedWith + 1
	}
	to = wire.AppendText(to, m.Matched)
	to = wire.AppendFloat(wire.AppendInt(to, compared), m.Similarity)
	to = wire.AppendText(wire.AppendBool(to, m.Offered), m.Tool)
	to = wire.AppendInt(to, len(m.Calls))
	for _, call := range m.Calls {
		to = wire.AppendInt(to, call)
	}
	return to
}

func readInstance(r *wire.Reader) Instance {
	in := Instance{Leaf: Leaf(r.Byte(LeafCount - 1)), MessageIndex: r.Int(math.MaxInt32), Confidence: r.Float()}
	m := &in.Metadata
	m.Matched = r.Text()
	if compared := r.Int(math.MaxInt32); compared > 0 {
		compared--
		m.ComparedWith = &compared
	}
	m.Similarity, m.Offered, m.Tool = r.Float(), r.Bool(), r.Text()
	for range r.Count(1) {
		m.Calls = append(m.Calls, r.Int(math.MaxInt32))
	}
	return in
}
