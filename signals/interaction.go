package signals

// addUser raises the signals of a user's turn.
func (s *State) addUser(w *worker, index int) {
	turn := w.readUser(s.agentBefore(index))
	w.content.read(w)
	w.addEscalation(&turn)
	w.addStance(&turn)
	s.raiseMisalignment(w, &turn, index)
	for _, leaf := range [...]Leaf{Escalation, Quit, NegativeStance} {
		if turn.found[leaf].fired {
			s.raiseFound(w, &turn, leaf, index)
		}
	}
	for _, leaf := range [...]Leaf{Gratitude, Confirmation, Success} {
		if turn.found[leaf].fired && s.raiseFound(w, &turn, leaf, index) {
			break
		}
	}
	s.raiseRepetition(w, RoleUser, index, turn.given&(pleased|accepts|thanks) != 0)
	s.rememberUser(w, index)
}

// addAssistant raises the signals of an agent's message and remembers what it
// says about the user's next one.
func (s *State) addAssistant(w *worker, index int) {
	s.agent = agentMessage{index: index, given: w.readAgent(), words: w.wordBloom()}
	s.raiseRepetition(w, RoleAssistant, index, false)
}

// addEscalation tells a user who asks for a human from one who accepts the
// transfer that the agent offered.
func (w *worker) addEscalation(turn *userTurn) {
	found := &turn.found[Escalation]
	if turn.given&agentOffered == 0 {
		return
	}
	switch {
	case found.fired:
		found.offered = true
		found.confidence = 0.5
	case turn.given&agentAsked != 0 && turn.given&accepts != 0 && turn.given&declines == 0:
		*found = finding{
			fired: true, rule: "accepts the transfer offered", last: len(w.scan.tokens) - 1,
			confidence: 0.5, offered: true,
		}
	}
}

const (
	// minShoutLetters and minShoutShare define shouting.
	minShoutLetters = 10
	minShoutShare   = 0.8
	// minMarks is the length of an exasperated run of ? and !.
	minMarks = 3
)

// addStance adds shouting and exasperated punctuation to the complaints, and
// drops the plain complaint of a message that escalates or swears.
func (w *worker) addStance(turn *userTurn) {
	found := &turn.found[NegativeStance]
	s := &w.scan
	all := finding{fired: true, last: len(s.tokens) - 1, confidence: 1}
	switch {
	case found.fired:
		if turn.found[Escalation].fired && !turn.found[Escalation].offered {
			*found = finding{}
		}
	case len(s.tokens) == 0 || turn.given&(pleased|thanks|accepts|greets) != 0:
	case s.letters >= minShoutLetters && float64(s.capitals) >= minShoutShare*float64(s.letters):
		all.rule = "shouting"
		*found = all
	case s.mixedMarks && s.marks >= minMarks:
		all.rule = "exasperated punctuation"
		*found = all
	}
}

// raiseMisalignment raises at most one of correction, rephrase and clarification.
func (s *State) raiseMisalignment(w *worker, turn *userTurn, index int) {
	if turn.found[Correction].fired && s.raiseFound(w, turn, Correction, index) {
		return
	}
	if turn.found[Rephrase].fired && s.raiseFound(w, turn, Rephrase, index) {
		return
	}
	if s.raiseRestatement(w, turn, index) {
		return
	}
	if !turn.found[Clarification].fired {
		turn.found[Clarification] = w.echoQuestion(&s.agent, index)
	}
	if turn.found[Clarification].fired {
		s.raiseFound(w, turn, Clarification, index)
	}
}

// raiseFound raises a leaf that a phrase found; it is false where the leaf is off.
func (s *State) raiseFound(w *worker, turn *userTurn, leaf Leaf, index int) bool {
	found := &turn.found[leaf]
	return s.raise(Instance{
		Leaf: leaf, MessageIndex: index, Confidence: found.confidence,
		Snippet:  w.snippet(found.first, found.last),
		Metadata: Metadata{Matched: found.rule, Offered: found.offered},
	})
}

// echoQuestion finds a short question that echoes the agent's words, "which joke?",
// "too young for what?": the user does not see what the agent means.
func (w *worker) echoQuestion(agent *agentMessage, index int) finding {
	s, v := &w.scan, w.matcher.vocabulary
	n := len(s.tokens)
	if n == 0 || n > 4 || s.questions == 0 || !agent.before(index) {
		return finding{}
	}
	questionWords, echoes, others := 0, 0, 0
	for i := range s.tokens {
		t := &s.tokens[i]
		switch {
		case v.has(t.word, isQuestionWord, allLanguages):
			questionWords++
		case agent.words.has(t.hash):
			echoes++
		case !v.has(t.word, isStopWord, allLanguages):
			others++
		}
	}
	opens := v.has(s.tokens[0].word, isQuestionWord, allLanguages)
	closes := v.has(s.tokens[n-1].word, isQuestionWord, allLanguages)
	if questionWords != 1 || others > 0 {
		return finding{}
	}
	if n == 1 || closes && echoes > 0 || opens && echoes > 0 && n == 2 {
		return finding{fired: true, rule: "question that echoes the agent", last: n - 1, confidence: 1}
	}
	return finding{}
}
