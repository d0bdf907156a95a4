package signals

import (
	"github.com/cespare/xxhash/v2"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/detect"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"
)

// addResult raises what a tool result says and notes it at its call.
func (s *State) addResult(w *worker, m *Message, index int) {
	v := w.judge.Result(m.Text, m.Failed, s.analyzer.config.MaxMessageLength)
	leaf := Leaf(v.Leaf)
	c := detect.CallOf(s.calls, m.CallID, m.Tool, index, s.batch)
	if c != nil {
		c.Answered = true
		c.Outcome = v.Outcome
		c.Blameless = v.Raises && leaf.Category() == Exhaustion
		c.Answer = xxhash.Sum64String(m.Text[:min(len(m.Text), toolresult.MaxErrorText)]) ^ uint64(len(m.Text))
	}
	if !v.Raises {
		return
	}
	in := Instance{
		Leaf: leaf, MessageIndex: index, Confidence: leaf.confidence(!v.Certain), Snippet: text.Snippet(v.Evidence),
		Metadata: Metadata{Matched: v.Rule, Tool: text.Snippet(m.Tool)},
	}
	if c != nil {
		in.Metadata.Tool = text.Snippet(c.Tool)
		in.Metadata.Calls = []int{c.Index}
	}
	s.raise(in)
}
