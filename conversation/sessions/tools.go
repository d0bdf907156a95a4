package sessions

import (
	"slices"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	// maxRuns is how many traces of a session are remembered in which tools ran.
	maxRuns = 4
	// maxRunSpans is how many of a trace's tool spans are recognised, the newest.
	maxRunSpans = 64
	// toolSpans is the source of what was found among spans of tools.
	toolSpans = "tool spans"
)

// run is what the tools of a trace were called with and what came of it, by their own spans.
type run struct {
	trace uint64
	// state is what signals.State writes of the calls and their results.
	state []byte
	// spans identify the last ones.
	spans []uint64
	found []finding
}

// finding is trouble among the calls of a trace, complete with the call that began at a time.
type finding struct {
	leaf signals.Leaf
	at   pcommon.Timestamp
}

// KnowTools is true where a tool's span may have been noted.
func (s *Sessions) KnowTools() bool { return s.knowTools.Load() }

// WantsTools is true where [Session.AddTool] is of use: no conversation of the session holds the calls itself.
func (o *Session) WantsTools() bool { return o.key != Key{} && !o.known.holdsCalls }

// AddTool notes the call and the result of a tool's span. What is found among the calls of a trace is evidence in the reports on
// the chats that begin later; a copy of a span counts for nothing.
func (o *Session) AddTool(call Call, messages []signals.Message) {
	if len(messages) == 0 {
		return
	}
	span, r := spanOf(&call), o.runOf(traceOf(&call))
	if slices.Contains(r.spans, span) {
		return
	}
	if len(r.spans) >= maxRunSpans {
		r.spans = slices.Delete(r.spans, 0, 1)
	}
	r.spans = append(r.spans, span)
	state := o.sessions.emptyState()
	defer o.sessions.states.Put(state)
	if r.state != nil {
		_ = state.UnmarshalBinary(r.state) // one that can't be read is empty again
	}
	for _, m := range messages {
		// The state keeps names and ids. What is found names no tool, and the result follows its call.
		m.Tool, m.CallID = strconv.FormatUint(xxhash.Sum64String(m.Tool), 36), ""
		state.Add(m)
	}
	report := state.Report()
	for i := range report.Instances {
		in := &report.Instances[i]
		if in.Leaf.Category() == signals.Loops || in.MessageIndex == state.Len()-1 && tellsAlone(in.Leaf, messages) {
			r.find(in.Leaf, call.Start)
		}
	}
	r.state, _ = state.AppendBinary(r.state[:0]) // never fails
	o.change()
	o.sessions.knowTools.Store(true)
}

// tellsAlone is true for the failure of a tool of which its own span has no report, since it does not say that it failed.
func tellsAlone(leaf signals.Leaf, messages []signals.Message) bool {
	category := leaf.Category()
	return (category == signals.Failure || category == signals.Exhaustion) && !messages[len(messages)-1].Failed
}

func (r *run) find(leaf signals.Leaf, at pcommon.Timestamp) {
	if !slices.ContainsFunc(r.found, func(f finding) bool { return f.leaf == leaf }) {
		r.found = append(r.found, finding{leaf, at})
	}
}

// runOf returns what is known of a trace, which may be nothing yet. The one that began first makes room.
func (o *Session) runOf(trace uint64) *run {
	k := &o.known
	at := slices.IndexFunc(k.runs, func(r run) bool { return r.trace == trace })
	if at < 0 {
		if len(k.runs) == maxRuns {
			k.runs = slices.Delete(k.runs, 0, 1)
		}
		at = len(k.runs)
		k.runs = append(k.runs, run{trace: trace})
	}
	return &k.runs[at]
}

// loops returns the evidence that the spans of tools give a conversation which does not hold their calls.
func (o *Session) loops(reading *conversation.Reading, call *Call, ownTurn bool) []signals.Evidence {
	k := &o.known
	if !k.holdsCalls && holdsCalls(reading.Messages, ownTurn) {
		k.holdsCalls, k.runs = true, nil
		o.change()
	}
	return o.foundBefore(call, func(c signals.Category) bool { return c == signals.Loops })
}

// holdsCalls is true where a call is no part of the answer, but of what was said before, or the answer is that of a whole run.
func holdsCalls(messages []signals.Message, ownTurn bool) bool {
	n := len(messages)
	for n > 0 && !ownTurn && messages[n-1].Role == signals.RoleToolCall {
		n--
	}
	return slices.ContainsFunc(messages[:n], func(m signals.Message) bool { return m.Role == signals.RoleToolCall })
}

// ToolEvidence returns the evidence that the spans of tools give a chat whose span holds no messages. What came of the calls is
// told where no conversation does.
func (o *Session) ToolEvidence(call Call) []signals.Evidence {
	silent := len(o.known.threads) == 0
	return o.foundBefore(&call, func(c signals.Category) bool { return silent || c == signals.Loops })
}

// foundBefore returns what was found among the calls of the same trace before a chat began.
func (o *Session) foundBefore(chat *Call, counts func(signals.Category) bool) (evidence []signals.Evidence) {
	trace := traceOf(chat)
	for i := range o.known.runs {
		if r := &o.known.runs[i]; r.trace == trace {
			for _, f := range r.found {
				if f.at <= chat.Start && counts(f.leaf.Category()) {
					evidence = append(evidence, signals.Evidence{Leaf: f.leaf, Source: toolSpans})
				}
			}
		}
	}
	return evidence
}

// toldByTools is true where another span told of the loop in a conversation, by the spans of the tools.
func (o *Session) toldByTools(in *signals.Instance, call *Call, span uint64) bool {
	if in.Leaf.Category() != signals.Loops || in.MessageIndex == signals.NoMessage {
		return false
	}
	about := signalOf(xxhash.Sum64(call.Trace[:]), in.Leaf, 0)
	return slices.ContainsFunc(o.known.told, func(t told) bool { return t.signal == about && t.span != span })
}
