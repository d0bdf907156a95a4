package signals

// userTurn is what a user's message says, by the phrases found in it.
type userTurn struct {
	given circumstance
	// found holds for each leaf the hit that raised it.
	found [Success + 1]finding
}

// finding is a leaf that fired on a message.
type finding struct {
	fired bool
	// rule names what matched: a phrase, or a rule that is no phrase.
	rule        string
	first, last int
	confidence  float64
	offered     bool
}

// maxShort is how many words a short message has at most.
const maxShort = 6

// readUser finds the phrases of a user's message; agent is what holds of the agent's message before.
func (w *worker) readUser(agent circumstance) userTurn {
	m := w.matcher
	w.hits = m.automaton.match(w.scan.tokens, w.hits[:0])
	w.keepAnchored()
	turn := userTurn{given: agent | w.userCircumstances()}
	for i := range w.hits {
		h := &w.hits[i]
		p := &m.phrases[h.pattern]
		if p.kind >= kind(LeafCount) || p.exception {
			continue
		}
		found := &turn.found[p.kind]
		if found.fired && int(h.last)-int(h.first) <= found.last-found.first {
			continue
		}
		given := turn.given
		if p.condition.unless&ofPlace != 0 {
			given |= w.place(h)
		}
		if p.condition.holds(given) && !w.excepted(h) {
			*found = finding{
				fired: true, rule: p.rule, first: int(h.first), last: int(h.last), confidence: 1,
			}
		}
	}
	return turn
}

// keepAnchored drops the hits that are not where their anchors want them.
func (w *worker) keepAnchored() {
	tokens := w.scan.tokens
	kept := w.hits[:0]
	for _, h := range w.hits {
		at := w.matcher.phrases[h.pattern].at
		switch {
		case at&atSentenceStart != 0 && tokens[h.first].flags&opensSentence == 0,
			at&atMessageStart != 0 && h.first != 0,
			at&atSentenceEnd != 0 && !w.scan.endsSentence(int(h.last)),
			at&atMessageEnd != 0 && int(h.last) != len(tokens)-1:
			continue
		}
		kept = append(kept, h)
	}
	w.hits = kept
}

// circumstancesOf says which circumstance a context phrase tells of.
var circumstancesOf = [kindCount]circumstance{
	kind(Gratitude):      thanks,
	kind(NegativeStance): complains,
	kindProfanity:        complains,
	kindAccept:           accepts,
	kindDecline:          declines,
	kindRequest:          requestsSomething,
	kindPleased:          pleased,
	kindGreeting:         greets,
	kindInsists:          insists,
	kindAgentOffered:     agentOffered,
	kindAgentFailed:      agentFailed,
	kindAgentClosing:     agentClosing,
	kindAgentServed:      agentServed,
}

// userCircumstances reads the context phrases of a user's message.
func (w *worker) userCircumstances() circumstance {
	var given circumstance
	for i := range w.hits {
		h := &w.hits[i]
		p := &w.matcher.phrases[h.pattern]
		c := circumstancesOf[p.kind]
		if p.exception || c == 0 || given&c != 0 || c >= agentFailed && c <= agentChats {
			continue
		}
		if w.place(h)&(negated|quotedPhrase) == 0 && !w.excepted(h) {
			given |= c
		}
	}
	if w.scan.questions > 0 {
		given |= asksSomething
	}
	if len(w.scan.tokens) <= maxShort {
		given |= short
	}
	return given
}

// readAgent finds what an agent's message tells about the user's next one.
func (w *worker) readAgent() circumstance {
	w.hits = w.matcher.agent.match(w.scan.tokens, w.hits[:0])
	w.keepAnchored()
	var given circumstance
	for i := range w.hits {
		h := &w.hits[i]
		p := &w.matcher.phrases[h.pattern]
		c := circumstancesOf[p.kind]
		if c < agentFailed || c > agentChats || p.exception || given&c != 0 {
			continue
		}
		if !w.excepted(h) && (c == agentFailed || w.place(h)&negated == 0) {
			given |= c
		}
	}
	if n := len(w.scan.tokens); n > 0 && w.scan.tokens[n-1].flags&asks != 0 {
		given |= agentAsked
	}
	if given&(agentServed|agentOffered|agentClosing|agentFailed) == 0 {
		given |= agentChats
	}
	return given
}

// excepted says whether an exception of the same kind overlaps the hit.
func (w *worker) excepted(h *hit) bool {
	phrases := w.matcher.phrases
	k := phrases[h.pattern].kind
	for i := range w.hits {
		e := &w.hits[i]
		if p := &phrases[e.pattern]; p.exception && p.kind == k && e.first <= h.last && h.first <= e.last {
			return true
		}
	}
	return false
}

const (
	// negationReach is how many words before a phrase a negation may stand.
	negationReach = 4
	// clauseReach is how far a condition or a contrast is looked for.
	clauseReach = 12
)

// place returns the circumstances of a hit's place in the message.
func (w *worker) place(h *hit) circumstance {
	s, v := &w.scan, w.matcher.vocabulary
	in := w.matcher.phrases[h.pattern].language
	first, last := int(h.first), int(h.last)
	var given circumstance
	if s.tokens[first].flags&quoted != 0 {
		given |= quotedPhrase
	}
	for i := s.clauseStart(first, clauseReach); i < first; i++ {
		word := s.tokens[i].word
		if first-i <= negationReach && v.has(word, isNegation, in) {
			given |= negated
		}
		if v.has(word, isCondition, in) {
			given |= conditional
		}
	}
	for i := last + 1; i < len(s.tokens) && i-last <= clauseReach; i++ {
		if v.has(s.tokens[i].word, isContrast, in) {
			given |= contrasted
			break
		}
		if s.tokens[i].flags&opensSentence != 0 {
			break
		}
	}
	return given
}
