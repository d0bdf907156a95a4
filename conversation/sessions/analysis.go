package sessions

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Call is what a span tells of its call beside the messages.
type Call struct {
	Trace pcommon.TraceID
	Span  pcommon.SpanID
	// Start is when the span began.
	Start pcommon.Timestamp
	// Response is the id of the answer where later calls hold only what follows it, Previous that of the answer that
	// this call follows. Both may be empty.
	Response, Previous string
	// OwnTurn is true where every call holds only its own turn, Followed where a later one may hold only what follows the answer and
	// no span tells its id.
	OwnTurn, Followed bool
	// WithSnippets is true where the instances of messages that are known are to have their snippets, too. It takes a reading
	// without prefixes.
	WithSnippets bool
}

// Result is what an analysis found, and how much of it is news.
type Result struct {
	Report signals.Report
	// Messages is how many messages the conversation has.
	Messages int
	// News says of each instance of the report whether it was told before.
	News []Novelty
	// Change is how the quality under which the conversation counts has changed.
	Change Change
}

// Change is a change of a conversation's quality.
type Change struct {
	// Changed is false where the quality is the one it was.
	Changed bool
	// Previous is the quality it was, where HasPrevious is set; else the conversation is new.
	Previous    signals.Quality
	HasPrevious bool
}

// Analyze reports on the conversation that was read with the session's prefixes, with the evidence of its span. ok is
// false where it has to be read again without them, with snippets: what they stand for is lost, or the span is a copy that is to
// get what the first one got.
func (o *Session) Analyze(reading conversation.Reading, call Call, evidence ...signals.Evidence) (result Result, ok bool) {
	if len(reading.Messages) == 0 && reading.Known < 0 {
		return o.Note(o.sessions.analyzer.Analyze(nil, evidence...), call), true
	}
	o.hash(reading.Messages)
	c, ok := o.find(&reading, &call)
	if !ok {
		return result, false
	}
	t, ok := o.take(c)
	if !ok && reading.Known >= 0 {
		return result, false
	}
	isLate := false
	switch {
	case !ok:
		c.added = 0
		t = o.beginAgain(&t)
	case c.at < 0:
		t = o.begin(&reading, o.hashes)
		isLate = o.known.begins(o.hashes)
	}
	hashes := o.hashes[c.added:]
	if loops := o.loops(&reading, &call, c.ownTurn); len(loops) > 0 {
		evidence = slices.Concat(evidence, loops)
	}
	known, origin := t.count, t.origin
	result.Report = o.grow(&t, c, hashes, &reading, &call, evidence)
	result.Messages = known + len(hashes)
	if call.WithSnippets && len(reading.Messages) == result.Messages {
		result.Report = o.sessions.analyzer.Analyze(reading.Messages, evidence...)
	}
	result.News = o.tell(&result.Report, &said{&t, known, hashes}, &call)
	if reading.Whole && !isLate && (!c.ownTurn || call.Response == "") {
		o.known.keep(t)
		o.change()
	} else {
		o.release(&t)
	}
	if !call.WithSnippets && copyLacksSnippet(&result, known) {
		return result, false
	}
	if !isLate {
		result.Change = o.count(origin, result.Report.Quality)
	}
	return result, true
}

// copyLacksSnippet is true where the span told of a signal of the known messages before.
func copyLacksSnippet(r *Result, known int) bool {
	for i, novelty := range r.News {
		if in := &r.Report.Instances[i]; novelty == Again && in.MessageIndex != signals.NoMessage && in.MessageIndex < known {
			return true
		}
	}
	return false
}

// hash identifies the messages that were read.
func (o *Session) hash(messages []signals.Message) {
	o.hashes = o.hashes[:0]
	for i := range messages {
		o.hashes = append(o.hashes, hashOf(&messages[i]))
	}
}

// grow adds the messages that are new to the analysis of a conversation, and reports. Its next call goes on behind
// them, or, where it writes the answers in another form, behind what it has asked here.
func (o *Session) grow(
	t *thread, c continuation, hashes []uint64, reading *conversation.Reading, call *Call, evidence []signals.Evidence,
) signals.Report {
	state, messages := t.live, reading.Messages[c.added:]
	t.response, t.isAnswer = 0, false
	t.goesOn = t.goesOn || call.Followed
	if c.ownTurn {
		t.add(hashes)
		state.AddAll(messages)
		t.asked = 0
		if call.OwnTurn {
			t.response = traceOf(call)
		}
	} else {
		asked := askedBy(messages, t.count, reading)
		t.asked, t.list = t.count+asked, conversation.Prefix{}
		if reading.List.Messages == t.asked {
			t.list = reading.List
		}
		if t.drifts {
			t.add(hashes[:asked])
			state.AddAll(messages[:asked])
			t.state, _ = state.AppendBinary(nil) // never fails
			t.live = nil
			state.AddAll(messages[asked:])
		} else {
			t.add(hashes)
			state.AddAll(messages)
		}
	}
	report := state.Report(evidence...)
	state.Detach()
	if call.Response != "" && reading.Whole && !t.drifts {
		o.keepAnswer(t, idOf(call.Response))
	}
	if t.live == nil {
		o.sessions.states.Put(state)
	}
	return report
}

// askedBy returns how many of the new messages come before the answer: the list that the call begins with ends there, or what
// nobody but a model says begins.
func askedBy(messages []signals.Message, before int, reading *conversation.Reading) int {
	if n := reading.List.Messages - before; reading.List.Size > 0 && n >= 0 && n <= len(messages) {
		return n
	}
	n := len(messages)
	for n > 0 && messages[n-1].Role != signals.RoleUser && messages[n-1].Role != signals.RoleToolResult {
		n--
	}
	return n
}

// keepAnswer remembers a conversation that ends with an answer, from which calls go on that hold only what is new.
func (o *Session) keepAnswer(t *thread, id uint64) {
	answer := thread{origin: t.origin, count: t.count, chain: t.chain, hashes: slices.Clone(t.hashes), response: id, isAnswer: true}
	answer.state, _ = t.live.AppendBinary(nil) // never fails
	o.known.keep(answer)
	o.change()
}
