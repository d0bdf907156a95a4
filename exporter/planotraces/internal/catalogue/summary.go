package catalogue

import (
	"cmp"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// noQuality is the quality of what was not judged; those of what was are signals.Quality.
const noQuality = uint8(signals.Excellent) + 1

// maxListed is how many models and signals a list shows.
const maxListed = 16

func rankOf(o *observe.Observation) uint8 {
	for q := signals.Severe; q <= signals.Excellent; q++ {
		if o.Judged && o.Quality == q.String() {
			return uint8(q)
		}
	}
	return noQuality
}

func qualityName(rank uint8) string {
	if rank >= noQuality {
		return ""
	}
	return signals.Quality(rank).String()
}

// summarize sums a conversation up, whose transcript is up to date.
func (c *conversation) summarize(found []located) (summary, entry) {
	s := summary{Content: noContent, Messages: len(c.places)}
	s.ID, s.Session = FormatID(c.hash), c.session
	e := entry{cid: c.cid, quality: noQuality}
	c.sumSpans(&s)
	if verdict := c.verdict(); verdict != nil {
		s.Quality, s.Score, s.Turns, s.Text = qualityName(verdict.Quality), verdict.Score, verdict.Turns, verdict.Summary
		s.Reason, _ = observe.Contributions(verdict.Summary)
		e.quality, e.score = verdict.Quality, verdict.Score
	}
	c.sumSpeech(&s)
	c.sumNames(&s)
	c.sumUsage(&s)
	s.Signals = countSignals(found)
	e.start, e.end, e.turns, e.errors = s.Start, s.End, int32(s.Turns), int32(s.Errors)
	e.tokens, e.cost = s.Tokens.Input+s.Tokens.Output, s.Cost
	if s.Waste != nil {
		e.waste = s.Waste.Tokens
	}
	return s, e
}

// noContent says that there are no texts of messages.
const noContent = "absent"

// sumSpans counts the spans of all traces.
func (c *conversation) sumSpans(s *summary) {
	var all counts
	for _, m := range c.members {
		all.add(m.own)
		all.add(m.plain)
	}
	s.Traces, s.Spans, s.Errors = len(c.members), all.spans, all.errors
	s.Start, s.End = all.start, all.end
	s.DurationNS = s.End - s.Start
}

// verdict returns the call whose judgement holds: the last one of a model, unless one that ended later tells of something
// worse; nil where nothing was judged.
func (c *conversation) verdict() *call {
	var model, other *call
	for _, call := range c.ordered {
		switch {
		case !call.Judged:
		case call.Kind == observe.KindModel:
			if model == nil || call.end >= model.end {
				model = call
			}
		case other == nil || call.end > other.end || call.end == other.end && call.Quality < other.Quality:
			other = call
		}
	}
	if model == nil || other != nil && other.end > model.end && other.Quality < model.Quality {
		return other
	}
	return model
}

// sumSpeech says what was said first and last, and what became of the texts.
func (c *conversation) sumSpeech(s *summary) {
	var content *call
	for _, call := range c.ordered {
		if !call.holds() {
			continue
		}
		if s.FirstMessage == "" {
			s.FirstMessage = call.First
		}
		if content == nil || call.end >= content.end {
			content = call
		}
	}
	s.LastAnswer, s.Answered = c.answer, c.answered
	if content != nil {
		s.Content = cmp.Or(content.Content, noContent)
	}
	s.NoContent = content == nil
	if s.Turns == 0 {
		s.Turns = c.userTurns()
	}
}

// userTurns counts the user's messages as far as the calls tell.
func (c *conversation) userTurns() (turns int) {
	for _, call := range c.ordered {
		turns = max(turns, call.Users)
	}
	return turns
}

// sumNames lists who took part.
func (c *conversation) sumNames(s *summary) {
	for _, call := range c.ordered {
		if s.Service == "" {
			s.Service = call.Service
		}
		if call.User != "" {
			s.User = call.User
		}
		if call.Model != "" && len(s.Models) < maxListed && !slices.Contains(s.Models, call.Model) {
			s.Models = append(s.Models, call.Model)
		}
		if s.Agent == "" || call.Kind == observe.KindAgent && call.Agent != "" && !c.hasAgentSpan(s.Agent) {
			s.Agent = call.Agent
		}
	}
}

func (c *conversation) hasAgentSpan(agent string) bool {
	return slices.ContainsFunc(c.calls, func(other *call) bool { return other.Kind == observe.KindAgent && other.Agent == agent })
}

// countSignals counts what fired, the most urgent first.
func countSignals(found []located) (counted []traceapi.SignalCount) {
	for _, f := range found {
		at := slices.IndexFunc(counted, func(s traceapi.SignalCount) bool { return s.Signal == f.Leaf })
		if at < 0 {
			at = len(counted)
			counted = append(counted, traceapi.SignalCount{Signal: f.Leaf})
		}
		counted[at].Count++
	}
	slices.SortStableFunc(counted, func(a, b traceapi.SignalCount) int {
		return cmp.Or(urgency(a.Signal)-urgency(b.Signal), b.Count-a.Count, cmp.Compare(a.Signal, b.Signal))
	})
	return counted[:min(len(counted), maxListed)]
}

// urgency orders categories, that of a user who gave up first.
func urgency(name string) int {
	leaf, err := signals.ParseLeaf(name)
	if err != nil {
		return signals.CategoryCount
	}
	return slices.Index([]signals.Category{
		signals.Disengagement, signals.Loops, signals.Failure, signals.Exhaustion, signals.Misalignment, signals.Stagnation,
		signals.Satisfaction,
	}, leaf.Category())
}
