package catalogue

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Bounds of what is kept of a call.
const (
	// maxMessages is how many messages of a list are told apart.
	maxMessages = 16 << 10
	// maxExcerpt is how many bytes are kept of what was said first and last.
	maxExcerpt = 240
)

// call is a span that tells of a conversation.
type call struct {
	n            int32
	seq          uint64
	trace        model.TraceID
	span, parent model.SpanID
	start, end   int64
	told

	// hashes are those of the messages until they are in the tree, and of those that are never: of a call that holds but its own turn,
	// and of an agent that repeats its calls.
	hashes []uint64
	// leaf is the last node of the list, base that of the list which it follows where it holds but its own turn.
	leaf, base int32
	// made are the nodes that are new with it, until its words are in the index.
	made []int32
	// segments are what it adds to the transcript.
	segments []span
	// stored is true where the row is as the call is.
	stored bool
	// observation is there until the words are in the index, last is the answer's beginning until the conversation has it.
	observation *observe.Observation
	last        string
}

// span is a range of the messages of a call, the end exclusive, and where its first one stands in the transcript.
type span struct{ from, to, place int32 }

// told is what a call keeps of its span, as JSON. Where another call says the same first, FirstOf is the number of that one plus
// one instead of First.
type told struct {
	Kind      string          `json:"k,omitempty"`
	Service   string          `json:"sv,omitempty"`
	Model     string          `json:"m,omitempty"`
	Agent     string          `json:"a,omitempty"`
	Tool      string          `json:"t,omitempty"`
	CallID    string          `json:"ci,omitempty"`
	Tools     []string        `json:"ts,omitempty"`
	User      string          `json:"u,omitempty"`
	Tokens    traceapi.Tokens `json:"tk,omitzero"`
	Cost      float64         `json:"c,omitempty"`
	Waste     traceapi.Waste  `json:"w,omitzero"`
	Judged    bool            `json:"j,omitempty"`
	Quality   uint8           `json:"q,omitempty"`
	Score     float64         `json:"sc,omitempty"`
	Turns     int             `json:"tu,omitempty"`
	Summary   string          `json:"su,omitempty"`
	Error     string          `json:"e,omitempty"`
	Messages  int             `json:"n,omitempty"`
	Users     int             `json:"us,omitempty"`
	First     string          `json:"f,omitempty"`
	FirstOf   int32           `json:"ff,omitempty"`
	Content   string          `json:"ct,omitempty"`
	Response  uint64          `json:"r,omitempty"`
	Previous  uint64          `json:"p,omitempty"`
	OwnTurn   bool            `json:"o,omitempty"`
	Followed  bool            `json:"fo,omitempty"`
	MayFollow bool            `json:"mf,omitempty"`
	Findings  []finding       `json:"fi,omitempty"`
}

// finding is what an event of a signal tells.
type finding struct {
	Leaf       string           `json:"l"`
	Message    int              `json:"m"`
	Confidence float64          `json:"c"`
	Old        bool             `json:"o,omitempty"`
	Snippet    string           `json:"s,omitempty"`
	Metadata   signals.Metadata `json:"d,omitzero"`
	// Error is the line of the tool's result in which it was found, without its variables.
	Error string `json:"e,omitempty"`
}

// tells is true where a span is of a conversation by itself. A tool that ran is not: it may be one of a server's that knows of none.
func tells(o *observe.Observation) bool {
	if o == nil {
		return false
	}
	isTool := o.Kind == observe.KindTool
	return o.Kind == observe.KindModel || o.Kind == observe.KindAgent || o.Judged || len(o.Findings) > 0 || o.HasMessages && !isTool
}

// callOf returns the call of a span.
func callOf(s *model.Span, o *observe.Observation, trace model.TraceID) *call {
	c := &call{
		n: none, seq: s.Seq, trace: trace, span: s.SpanID, parent: s.ParentID, start: int64(s.Start), end: int64(s.End),
		leaf: none, base: none, observation: o, told: told{
			Kind: o.Kind, Model: o.Model, Agent: o.Agent, Tool: o.Tool, CallID: o.CallID, User: o.User,
			Tokens: traceapi.Tokens{Input: o.Input, Output: o.Output, Cached: o.Cached, Reasoning: o.Reasoning}, Cost: o.Cost,
			Waste:  traceapi.Waste{Tokens: o.WasteTokens, DurationMS: o.WasteMS, USD: o.WasteUSD},
			Judged: o.Judged, Quality: rankOf(o), Score: o.Score, Turns: o.Turns, Summary: o.Summary, Content: o.Content,
			Error:    strings.Clone(o.Error),
			Response: textHash(o.Response), Previous: textHash(o.Previous), OwnTurn: o.OwnTurn, Followed: o.Followed,
		},
	}
	if s.Resource != nil {
		c.Service = truncate.Bytes(s.Resource.Service, maxName)
	}
	if c.end < c.start {
		c.end = c.start
	}
	for i := range o.Findings {
		f := &o.Findings[i]
		c.Findings = append(c.Findings, finding{
			Leaf: f.Leaf, Message: f.Message, Confidence: f.Confidence, Old: !f.New, Snippet: f.Snippet, Metadata: f.Metadata,
			Error: errorLine(o, f),
		})
	}
	if o.HasMessages && o.Kind != observe.KindTool {
		c.read(o)
	}
	return c
}

// read takes what is kept of the messages.
func (c *call) read(o *observe.Observation) {
	messages := o.Messages[:min(len(o.Messages), maxMessages)]
	c.Messages = len(messages)
	c.hashes = make([]uint64, len(messages))
	asked := len(messages)
	for i := range messages {
		m := &messages[i]
		c.hashes[i] = hashOf(m)
		switch m.Role {
		case signals.RoleUser:
			if c.Users++; c.First == "" {
				c.First = excerpt(m.Text)
			}
		case signals.RoleAssistant:
			if m.Text != "" {
				c.last = m.Text
			}
		default:
		}
	}
	c.last = excerpt(c.last)
	for asked > 0 && isAnswer(c.hashes[asked-1]) {
		asked--
	}
	c.MayFollow = o.MayFollow && !hasAnswer(c.hashes[:asked])
}

func hasAnswer(hashes []uint64) bool {
	for _, h := range hashes {
		if isAnswer(h) {
			return true
		}
	}
	return false
}

// excerpt returns the beginning of a text as one line, which does not hold on to the text.
func excerpt(text string) string {
	return strings.Clone(truncate.Bytes(printable.Line(truncate.Bytes(text, 2*maxExcerpt)), maxExcerpt))
}

// holds is true where the messages of a call may be of the transcript.
func (c *call) holds() bool { return c.Messages > 0 }

// ownTurn is true where the call may hold only what follows an earlier one.
func (c *call) ownTurn() bool { return c.Previous != 0 || c.OwnTurn || c.MayFollow }

// compare orders calls by when they began.
func (c *call) compare(other *call) int {
	return cmp.Or(cmp.Compare(c.start, other.start), bytes.Compare(c.span[:], other.span[:]), bytes.Compare(c.trace[:], other.trace[:]))
}

// encode writes what is kept of the span; other is a call that says the same first, or nil.
func (c *call) encode(other *call) ([]byte, error) {
	t := c.told
	if other != nil {
		t.First, t.FirstOf = "", other.n+1
	}
	data, err := json.Marshal(&t)
	if err != nil {
		return nil, err
	}
	return pack(data)
}

func (c *call) decode(data []byte) error {
	text, err := unpack(data)
	if err == nil {
		err = json.Unmarshal(text, &c.told)
	}
	if err != nil {
		return fmt.Errorf("call of span %d: %w", c.seq, err)
	}
	return nil
}
