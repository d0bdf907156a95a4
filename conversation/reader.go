package conversation

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Limits bound what reading one span may cost.
type Limits struct {
	// MaxBytes is how many bytes of message content are read of one span; at least 1.
	MaxBytes int `mapstructure:"max_content_bytes"`
}

// DefaultLimits returns 8 MiB of content a span.
func DefaultLimits() Limits { return Limits{MaxBytes: 8 << 20} }

// Validate names the limit that can't be used.
func (l *Limits) Validate() error {
	if l.MaxBytes < 1 {
		return fmt.Errorf("max_content_bytes: must be at least 1, is %d", l.MaxBytes)
	}
	return nil
}

// Kind is the part that a span plays in a conversation.
type Kind uint8

// The kinds of spans.
const (
	// KindOther takes no part of its own: plumbing, HTTP, middleware.
	KindOther Kind = iota
	// KindChat ends an exchange with a model.
	KindChat
	// KindAgent wraps the chat spans of an agent and repeats their messages.
	KindAgent
	// KindTool is the run of one tool.
	KindTool
)

// Facts is what one pass over a span's attributes tells. It holds on to the span.
type Facts struct {
	Kind Kind
	// Model and Agent are the names that the span gives, empty where it gives none.
	Model, Agent string
	// Dialect names the reader of the messages; empty where the span has none.
	Dialect string
	// Fault is trouble that the span tells of; see HasFault.
	Fault    Fault
	HasFault bool

	span    ptrace.Span
	dialect *dialect
	input   pcommon.Value
	output  pcommon.Value
	has     contentSet
	genAI   bool
	// planoModel is true for Plano's model calls, which name no operation.
	planoModel bool
	completion bool // gen_ai.completion.N.*
	faults     faultFacts
	tool       toolFacts
}

// contentSet says which content a span holds, by dialect.
type contentSet uint8

const (
	hasInput contentSet = 1 << iota
	hasOutput
	hasIndexed
)

// Answered is true where the span holds an answer of the model.
func (f *Facts) Answered() bool { return f.has&hasOutput != 0 || f.completion }

// HasMessages is true where [Reader.Messages] has something to read.
func (f *Facts) HasMessages() bool { return f.dialect != nil }

// dialect is one way of writing messages into spans.
type dialect struct {
	name string
	// has is the content that tells the dialect.
	has  contentSet
	read func(*builder, *Facts)
}

// dialects are tried in this order; the first that has content is read.
var dialects = [...]dialect{
	{"gen_ai", hasInput | hasOutput, readGenAI},
	{"gen_ai_indexed", hasIndexed, readIndexed},
}

// Reader reads spans. It keeps its buffers between spans and serves one goroutine.
type Reader struct {
	limits  Limits
	builder builder
}

// NewReader returns a reader that keeps to the limits.
func NewReader(limits Limits) *Reader { return &Reader{limits: limits} }

// Messages reads the messages that Scan found, in the order in which they were said. The
// slice is the reader's own until its next call; the texts are the span's.
func (r *Reader) Messages(f *Facts) ([]signals.Message, *Problems) {
	r.builder.reset(r.limits)
	if f.dialect != nil {
		f.dialect.read(&r.builder, f)
	}
	return r.builder.messages, &r.builder.problems
}
