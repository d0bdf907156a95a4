package catalogue

import (
	"encoding/json"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// summary is what lists show of a conversation, and a little more.
type summary struct {
	traceapi.ConversationSummary
	// Text is what planosignals wrote, Content what became of texts, Messages how many there are, Answered when LastAnswer was said.
	Text, Content string
	Messages      int
	Answered      int64
}

// brief is a summary as it is kept: without what an entry tells and what follows from its text.
type brief struct {
	First    string          `json:"f,omitempty"`
	Last     string          `json:"l,omitempty"`
	Signals  []briefSignal   `json:"s,omitempty"`
	Service  string          `json:"v,omitempty"`
	Agent    string          `json:"a,omitempty"`
	Models   []string        `json:"m,omitempty"`
	Tokens   [4]int64        `json:"t"`
	Waste    *traceapi.Waste `json:"w,omitempty"`
	Traces   int             `json:"r"`
	Spans    int             `json:"n"`
	Text     string          `json:"x,omitempty"`
	Content  string          `json:"c,omitempty"`
	Messages int             `json:"g,omitempty"`
	Answered int64           `json:"e,omitempty"`
	Empty    bool            `json:"o,omitempty"`
}

// briefSignal is traceapi.SignalCount.
type briefSignal struct {
	Signal string `json:"n"`
	Count  int    `json:"c"`
}

func (s *summary) encode() (string, error) {
	b := brief{
		First: s.FirstMessage, Last: s.LastAnswer, Service: s.Service, Agent: s.Agent, Models: s.Models,
		Tokens: [4]int64{s.Tokens.Input, s.Tokens.Output, s.Tokens.Cached, s.Tokens.Reasoning}, Waste: s.Waste, Traces: s.Traces,
		Spans: s.Spans, Text: s.Text, Content: s.Content, Messages: s.Messages, Answered: s.Answered, Empty: s.NoContent,
	}
	for _, signal := range s.Signals {
		b.Signals = append(b.Signals, briefSignal(signal))
	}
	data, err := json.Marshal(&b)
	return string(data), err
}

// decode reads what was kept; fill adds what an entry tells.
func (s *summary) decode(data []byte) error {
	var b brief
	if err := json.Unmarshal(data, &b); err != nil {
		return err
	}
	s.FirstMessage, s.LastAnswer, s.Service, s.Agent, s.Models = b.First, b.Last, b.Service, b.Agent, b.Models
	s.Tokens = traceapi.Tokens{Input: b.Tokens[0], Output: b.Tokens[1], Cached: b.Tokens[2], Reasoning: b.Tokens[3]}
	s.Waste, s.Traces, s.Spans, s.Text, s.Content, s.Messages = b.Waste, b.Traces, b.Spans, b.Text, b.Content, b.Messages
	s.Answered, s.NoContent = b.Answered, b.Empty
	s.Reason, _ = observe.Contributions(b.Text)
	for _, signal := range b.Signals {
		s.Signals = append(s.Signals, traceapi.SignalCount(signal))
	}
	return nil
}

// fill adds what an entry tells.
func (s *summary) fill(e *entry) {
	s.Quality, s.Score, s.Turns, s.Cost, s.Errors = qualityName(e.quality), e.score, int(e.turns), e.cost, int(e.errors)
	s.Start, s.End, s.DurationNS = e.start, e.end, e.end-e.start
}
