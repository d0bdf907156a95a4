package toolresult

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
)

// Error sorts the text of an error. Where it names no kind, the verdict is that of the unnamed leaf by the
// rule given.
func (j *Judge) Error(reported, rule string) Verdict {
	if v, ok := j.named(reported, true); ok {
		return v
	}
	return failure(j.taxonomy.Unnamed, rule, shorten(j.unescaped(reported)))
}

// Named sorts the text of an error; ok is false where it names no kind.
func (j *Judge) Named(reported string) (leaf phrases.Kind, ok bool) {
	v, ok := j.named(reported, true)
	return v.Leaf, ok && v.Outcome == OutcomeFailed
}

// named finds the kind that a text names. Where it is not known to be an error's, only phrases that tell of one by
// themselves count, and identifiers are taken as they stand.
func (j *Judge) named(reported string, isError bool) (Verdict, bool) {
	reported = shorten(j.unescaped(reported))
	v, ok := j.find(reported, isError)
	if ok || !isError || len(reported) > maxPlainError { // a long text holds identifiers that name no error
		return v, ok
	}
	spelled, changed := appendSpelledOut(j.scratch[:0], reported)
	j.scratch = spelled
	if !changed {
		return v, false
	}
	return j.find(string(spelled), true)
}

// find returns the verdict of the phrase that comes first.
func (j *Judge) find(reported string, isError bool) (Verdict, bool) {
	j.read(reported)
	best, bestRank := -1, 0
	for i := range j.finder.Hits {
		h := &j.finder.Hits[i]
		p := j.finder.Phrase(h)
		if p == nil || p.Kind == phrases.Mention || j.finder.Excepted(h) || !isError && p.Condition.Needs(phrases.IsError) {
			continue
		}
		if rank := j.rankOf(h, p); best < 0 || rank < bestRank {
			best, bestRank = i, rank
		}
	}
	if best < 0 {
		return Verdict{}, false
	}
	h := &j.finder.Hits[best]
	p := j.finder.Phrase(h)
	v := failure(p.Kind, p.Rule, j.finder.Scan.Text(int(h.First), int(h.Last)))
	if p.Condition.Needs(phrases.IsEmpty) {
		v.Outcome, v.Certain = OutcomeEmpty, false
	}
	return v, true
}

// mentions says whether a text speaks about errors instead of reporting one.
func (j *Judge) mentions(written string) bool {
	j.read(written)
	for i := range j.finder.Hits {
		h := &j.finder.Hits[i]
		if p := j.finder.Phrase(h); p != nil && p.Kind == phrases.Mention && !j.finder.Excepted(h) {
			return true
		}
	}
	return false
}

// HandsOver says whether a tool passes the user on to a human, by the words of its name.
func (j *Judge) HandsOver(tool string) bool {
	j.scratch, _ = appendSpelledOut(j.scratch[:0], tool[:min(len(tool), maxPlainError)])
	j.finder.Read(string(j.scratch), maxPlainError, &j.print)
	j.finder.Find(phrases.InToolNames)
	for i := range j.finder.Hits {
		if h := &j.finder.Hits[i]; j.finder.Phrase(h) != nil && !j.finder.Excepted(h) {
			return true
		}
	}
	return false
}

// read finds the phrases in the text of an error.
func (j *Judge) read(reported string) {
	j.finder.Read(reported, MaxErrorText, &j.print)
	j.finder.Find(phrases.InToolResults)
}

// unescaped undoes escapes, which texts cut out of JSON still have.
func (j *Judge) unescaped(reported string) string {
	if strings.IndexByte(reported, '\\') < 0 {
		return reported
	}
	j.scratch = jsonread.AppendUnescaped(j.scratch[:0], reported[:min(len(reported), 2*MaxErrorText)])
	return string(j.scratch)
}

// shorten keeps the beginning and the end of an error's text.
func shorten(reported string) string {
	if len(reported) <= MaxErrorText {
		return reported
	}
	return reported[:MaxErrorText/2] + "\n" + reported[len(reported)-MaxErrorText/2:]
}

func failure(leaf phrases.Kind, rule, evidence string) Verdict {
	return Verdict{Outcome: OutcomeFailed, Leaf: leaf, Raises: true, Certain: true, Rule: rule, Evidence: evidence}
}

// rankOf orders hits: phrases that tell of an error by themselves come before those that count
// in errors only; of the agent's mistakes the one named first, by sentence.
func (j *Judge) rankOf(h *phrases.Hit, p *phrases.Phrase) int {
	const bySentence, byLeaf, weak = 1 << 4, 1 << 20, 1 << 26
	order := j.taxonomy.Order(p.Kind)
	rank := order * byLeaf
	if j.taxonomy.OwnMistake(p.Kind) {
		rank = j.ownMistakes*byLeaf + j.finder.Scan.SentenceStart(int(h.First), MaxErrorText)*bySentence + order
	}
	if p.Condition.Needs(phrases.IsError) {
		rank += weak
	}
	return rank
}
