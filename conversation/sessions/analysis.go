package sessions

import (
	"slices"

	"github.com/cespare/xxhash/v2"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Call is what a span tells of its call beside the messages.
type Call struct {
	Trace pcommon.TraceID
	Span  pcommon.SpanID
	// Response is the id of the answer where later calls hold only what follows it, Previous that of the answer that
	// this call follows. Both may be empty.
	Response, Previous string
	// OwnTurn is true where every call holds only its own turn.
	OwnTurn bool
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
	at, added := o.find(&reading, &call)
	var from thread
	if at >= 0 {
		from = o.known.threads[at]
		if o.state.UnmarshalBinary(from.state) != nil {
			o.forget(at)
			if reading.Known >= 0 {
				return result, false
			}
			at, from, added = -1, thread{}, 0
		}
	}
	if at < 0 {
		o.state.Reset()
	}
	hashes := o.hashes[added:]
	if at < 0 {
		from.origin = o.originOf(hashes)
	}
	isLate := at < 0 && slices.ContainsFunc(o.known.threads, func(t thread) bool { return t.begins(hashes) })
	result.Report = o.grow(at, from, &reading, &call, added, isLate, evidence)
	known := from.count
	from.hashes = slices.Concat(from.hashes, hashes)
	from.count += len(hashes)
	result.Messages = from.count
	if call.WithSnippets && reading.Known < 0 && len(reading.Messages) == from.count {
		result.Report = o.sessions.analyzer.Analyze(reading.Messages, evidence...)
	}
	result.News = o.tell(&result.Report, &from, &call)
	if !call.WithSnippets && copyLacksSnippet(&result, known) {
		return result, false
	}
	if !isLate {
		result.Change = o.count(from.origin, result.Report.Quality)
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

// originOf is that of the conversation of which these messages are another form, else their own.
func (o *Session) originOf(hashes []uint64) uint64 {
	for i := range o.known.threads {
		if t := &o.known.threads[i]; t.shares(hashes) {
			return t.origin
		}
	}
	return hashes[0] | 1
}

// hash identifies the messages that were read.
func (o *Session) hash(messages []signals.Message) {
	o.hashes = o.hashes[:0]
	for i := range messages {
		o.hashes = append(o.hashes, hashOf(&messages[i]))
	}
}

// find returns the conversation that goes on here, -1 for none, and how many of the messages that were read it
// has already.
func (o *Session) find(reading *conversation.Reading, call *Call) (at, added int) {
	if reading.Known >= 0 {
		return reading.Known, 0
	}
	threads := o.known.threads
	if call.Previous != "" {
		return o.answered(idOf(call.Previous)), 0
	}
	if call.OwnTurn {
		at = len(threads) - 1
		if at >= 0 && threads[at].response == traceOf(call) && slices.Equal(lastOf(threads[at].hashes, len(o.hashes)), o.hashes) {
			return at, len(o.hashes) // another call of the same turn
		}
		return at, 0
	}
	if !reading.Whole {
		return -1, 0
	}
	at = -1
	chain, n := uint64(0), 0
	for i, hash := range o.hashes {
		chain = extend(chain, hash)
		for j := range threads {
			if t := &threads[j]; t.count == i+1 && t.chain == chain {
				at, n = j, i+1
			}
		}
	}
	return at, n
}

// answered returns the conversation that ends with an answer.
func (o *Session) answered(response uint64) int {
	return slices.IndexFunc(o.known.threads, func(t thread) bool { return t.response == response })
}

func idOf(response string) uint64 { return xxhash.Sum64String(response) | 1 }

func traceOf(call *Call) uint64 { return xxhash.Sum64(call.Trace[:]) | 1 }

func lastOf(hashes []uint64, n int) []uint64 { return hashes[max(0, len(hashes)-n):] }

// grow adds the messages that are new to the state, remembers the conversation at the point from which its next call goes on,
// and reports.
func (o *Session) grow(
	at int, from thread, reading *conversation.Reading, call *Call, added int, isLate bool, evidence []signals.Evidence,
) signals.Report {
	messages, hashes := reading.Messages[added:], o.hashes[added:]
	ownTurn := call.OwnTurn || call.Previous != ""
	end, list := goesOnAt(messages, from.count, reading, ownTurn)
	o.state.AddAll(messages[:end])
	t := thread{list: list}
	switch {
	case !reading.Whole, isLate, call.Previous != "", end == 0 && at < 0:
	case end == 0 && !ownTurn:
		o.known.keep(at, from)
	default:
		if call.OwnTurn {
			t.response = traceOf(call)
		}
		o.remember(at, t, from, hashes[:end])
	}
	o.state.AddAll(messages[end:])
	if call.Response != "" && reading.Whole {
		o.remember(-1, thread{response: idOf(call.Response)}, from, hashes)
	}
	return o.state.Report(evidence...)
}

// remember keeps a conversation as the state has it.
func (o *Session) remember(at int, t, from thread, added []uint64) {
	t.origin, t.count, t.chain = from.origin, from.count+len(added), from.chain
	for _, hash := range added {
		t.chain = extend(t.chain, hash)
	}
	t.hashes = lastOf(slices.Concat(from.hashes, added), maxHashes)
	t.state, _ = o.state.AppendBinary(nil) // never fails
	o.known.keep(at, t)
	o.changed = true
}

// goesOnAt returns behind how many of the new messages the next call goes on: the list that it begins with ends there, or what
// the model answers begins.
func goesOnAt(messages []signals.Message, before int, reading *conversation.Reading, ownTurn bool) (end int, list conversation.Prefix) {
	if ownTurn {
		return len(messages), list
	}
	if end = reading.List.Messages - before; reading.List.Size > 0 && end >= 0 && end <= len(messages) {
		return end, reading.List
	}
	for end = len(messages); end > 0; end-- {
		if role := messages[end-1].Role; role == signals.RoleUser || role == signals.RoleToolResult {
			break
		}
	}
	return end, list
}

func (o *Session) forget(at int) {
	o.known.threads = slices.Delete(o.known.threads, at, at+1)
	o.prefixes = o.known.prefixes(o.prefixes[:0])
	o.changed = true
}
