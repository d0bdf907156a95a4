package signals

import "strings"

// outcome is how a tool call ended.
type outcome uint8

const (
	outcomeUnknown outcome = iota
	outcomeOK
	outcomeEmpty
	outcomeFailed
)

// verdict is what a tool result says.
type verdict struct {
	outcome outcome
	// leaf is the signal that it raises, where raises is true.
	leaf   Leaf
	raises bool
	// certain is true where the text itself names an error.
	certain bool
	// rule names the phrase or the field that decided, evidence the text that it was found in.
	rule, evidence string
}

const (
	// maxErrorText is how many bytes of an error's text are read.
	maxErrorText = 600
	// maxPlainError is the length up to which a plain text without the form of an error may
	// be one, "user not found".
	maxPlainError = 160
)

// statusRule is the rule of verdicts by an HTTP status.
const statusRule = "status field"

// judge reads a tool result.
func (w *worker) judge(text string, failed bool) verdict {
	head, tail := window(text, w.analyzer.config.MaxMessageLength)
	head = strings.TrimSpace(head)
	w.fields = resultFields{}
	if readFields(head, &w.fields, &w.scratch) {
		return w.judgeFields(head, failed)
	}
	if failed {
		return w.classify(head, true, "marked as failed")
	}
	return w.judgePlain(head, tail)
}

// judgeFields judges a structured result by its fields alone: what its data says is no error.
func (w *worker) judgeFields(text string, failed bool) verdict {
	f := &w.fields
	switch {
	case f.err != "":
		explained := f.err
		if f.message != "" && len(f.err) < 24 {
			explained = f.message
			if v := w.classify(f.err, true, "error field"); v.rule != "error field" {
				return v
			}
		}
		return w.classify(explained, true, "error field")
	case f.status != 0:
		if v, ok := w.classifyStatus(f.status, f.message); ok {
			return v
		}
		v := w.classify(f.message, true, statusRule)
		if v.rule == statusRule && f.status < 500 {
			v.leaf = InvalidArgs // a client error without a word on which
		}
		return v
	case f.failed, failed:
		explained := f.message
		if explained == "" {
			explained = f.output
		}
		if explained == "" && failed {
			explained = text
		}
		return w.classify(explained, true, "success field")
	case f.exit != 0:
		return w.classify(f.output, true, "exit code")
	case f.succeeded:
	case f.message != "" && f.fields <= 2 && f.lists == 0 && f.output == "":
		if v := w.classify(f.message, false, ""); v.raises {
			return v
		}
	case f.output != "" && f.fields <= 3:
		return w.judgePlain(f.output, "")
	case f.lists > 0 && f.lists == f.emptyLists && f.fields <= 4:
		return verdict{outcome: outcomeEmpty, leaf: BadQuery, raises: true, rule: "empty list of results", evidence: text}
	}
	return verdict{outcome: outcomeOK}
}

// judgePlain judges a text by its form: an error message, a traceback, an exit code.
func (w *worker) judgePlain(head, tail string) verdict {
	if head == "" && tail == "" {
		return verdict{outcome: outcomeUnknown}
	}
	if tail == "" && len(head) <= maxPlainError && !opensWithColon(head) && w.mentions(head) {
		return verdict{outcome: outcomeOK}
	}
	if text, ok := errorForm(head, tail); ok {
		return w.classify(text, true, "error message")
	}
	if tail == "" && len(head) <= maxPlainError && strings.Count(head, "\n") <= 2 {
		if v := w.classify(head, false, ""); v.raises {
			return v
		}
	}
	return verdict{outcome: outcomeOK}
}

// opensWithColon says whether a text begins as messages do, "name: what happened".
func opensWithColon(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	return strings.IndexByte(line, ':') >= 0
}

// mentions says whether a text speaks about errors instead of reporting one.
func (w *worker) mentions(text string) bool {
	m := w.analyzer.tools
	w.scan.read(text, maxErrorText, m.vocabulary, &w.print)
	w.matcher, w.hits = m, m.automaton.match(w.scan.tokens, w.hits[:0])
	w.keepAnchored()
	for i := range w.hits {
		h := &w.hits[i]
		if p := &m.phrases[h.pattern]; p.kind == kindMention && !p.exception && !w.excepted(h) {
			return true
		}
	}
	return false
}

// classify finds the leaf of an error's text. Where it is not known to be an error, only
// phrases that tell of one by themselves count.
func (w *worker) classify(text string, isError bool, rule string) verdict {
	m := w.analyzer.tools
	if strings.IndexByte(text, '\\') >= 0 {
		w.scratch = appendUnescaped(w.scratch[:0], text[:min(len(text), 2*maxErrorText)])
		text = string(w.scratch)
	}
	if len(text) > maxErrorText {
		text = text[:maxErrorText/2] + "\n" + text[len(text)-maxErrorText/2:]
	}
	w.scan.read(text, maxErrorText, m.vocabulary, &w.print)
	w.matcher, w.hits = m, m.automaton.match(w.scan.tokens, w.hits[:0])
	w.keepAnchored()
	best, bestHit := -1, hit{}
	for i := range w.hits {
		h := &w.hits[i]
		p := &m.phrases[h.pattern]
		if p.exception || p.kind == kindMention || w.excepted(h) || !isError && p.condition.when&asError != 0 {
			continue
		}
		if rank := w.rankOf(h, p); best < 0 || rank < best {
			best, bestHit = rank, *h
		}
	}
	if best >= 0 {
		p := &m.phrases[bestHit.pattern]
		v := verdict{
			outcome: outcomeFailed, leaf: Leaf(p.kind), raises: true, certain: true,
			rule: p.rule, evidence: w.scan.text(int(bestHit.first), int(bestHit.last)),
		}
		if p.condition.when&asEmpty != 0 {
			v.outcome, v.certain = outcomeEmpty, false
		}
		return v
	}
	if !isError {
		return verdict{outcome: outcomeOK}
	}
	return verdict{
		outcome: outcomeFailed, leaf: APIError, raises: true, certain: true, rule: rule, evidence: text,
	}
}

// classifyStatus finds the leaf of an HTTP status.
func (w *worker) classifyStatus(status int, message string) (verdict, bool) {
	v := verdict{outcome: outcomeFailed, raises: true, certain: true, rule: statusRule, evidence: message}
	switch {
	case status == 429:
		v.leaf = RateLimit
	case status == 408, status == 504:
		v.leaf = Timeout
	case status >= 500:
		v.leaf = APIError
	case status == 401, status == 403, status == 407:
		v.leaf = AuthMisuse
	case status == 409, status == 412, status == 423:
		v.leaf = StateError
	case status == 400, status == 422:
		v.leaf = InvalidArgs
	default:
		return v, false
	}
	return v, true
}

// leafRanks is the order in which the leaves of a tool result are tried: the surroundings named in
// so many words, then the agent's own mistakes, then what may be either.
var leafRanks = func() (rank [LeafCount]int) {
	for i, leaf := range []Leaf{
		RateLimit, ContextOverflow, Timeout, Network, MalformedResponse, ToolNotFound, AuthMisuse, StateError, BadQuery,
		InvalidArgs, APIError,
	} {
		rank[leaf] = i
	}
	return rank
}()

// rankOf orders hits: phrases that tell of an error by themselves come before those that count
// in errors only; of the agent's mistakes the one named first, by sentence.
func (w *worker) rankOf(h *hit, p *phrase) int {
	const bySentence, byLeaf, weak = 1 << 4, 1 << 20, 1 << 26
	leaf := Leaf(p.kind)
	rank := leafRanks[leaf] * byLeaf
	if leaf.Category() == Failure {
		rank = leafRanks[ToolNotFound]*byLeaf + w.scan.sentenceStart(int(h.first), maxErrorText)*bySentence + leafRanks[leaf]
	}
	if p.condition.when&asError != 0 {
		rank += weak
	}
	return rank
}

// toolConfidence is the confidence of each leaf of tool results.
var toolConfidence = [LeafCount]float64{
	InvalidArgs: 0.9, ToolNotFound: 0.95, AuthMisuse: 0.8, StateError: 0.85, BadQuery: 0.8,
	RateLimit: 0.95, APIError: 0.9, Timeout: 0.9, Network: 0.9, MalformedResponse: 0.85, ContextOverflow: 0.9,
}

// uncertainQuery is the confidence of a bad query whose result names no error.
const uncertainQuery = 0.6

func (v *verdict) confidence() float64 {
	if v.leaf == BadQuery && !v.certain {
		return uncertainQuery
	}
	return toolConfidence[v.leaf]
}
