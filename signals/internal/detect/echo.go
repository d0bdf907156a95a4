package detect

import "github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"

// maxEcho is how many words an echoing question has at most.
const maxEcho = 4

// Echo finds a short question that echoes the agent's words, "which joke?", "too young for what?": the
// user does not see what the agent means.
func Echo(f *phrases.Finder, agent *Agent, index int) (Finding, bool) {
	s := &f.Scan
	n := len(s.Tokens)
	if n == 0 || n > maxEcho || s.Questions == 0 || !agent.IsBefore(index) {
		return Finding{}, false
	}
	questionWords, echoes, others := 0, 0, 0
	for i := range s.Tokens {
		t := &s.Tokens[i]
		switch {
		case f.Has(t.Word, phrases.QuestionWord):
			questionWords++
		case agent.words.has(t.Hash):
			echoes++
		case !f.Has(t.Word, phrases.StopWord):
			others++
		}
	}
	if questionWords != 1 || others > 0 {
		return Finding{}, false
	}
	opens := f.Has(s.Tokens[0].Word, phrases.QuestionWord)
	closes := f.Has(s.Tokens[n-1].Word, phrases.QuestionWord)
	if n == 1 || closes && echoes > 0 || opens && echoes > 0 && n == 2 {
		return whole("question that echoes the agent", s), true
	}
	return Finding{}, false
}
