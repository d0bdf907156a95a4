package conversation

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// Facts is what one pass over a span tells. It holds on to the span.
type Facts struct {
	Kind spankind.Kind
	// Model and Agent are the names that the span gives, empty where it gives none.
	Model, Agent string
	// Dialect names the reader of the messages; empty where the span has none.
	Dialect string
	// Fault is trouble that the span tells of; see HasFault.
	Fault    faults.Fault
	HasFault bool
	// Response is the id of the answer where later calls may hold only what follows it, Previous that of the answer which this
	// call follows; both may be empty.
	Response, Previous string
	// OwnTurn is true where every call holds only its own turn, Followed where a later one may hold only what follows the answer and
	// no span tells its id.
	OwnTurn, Followed bool
	// Answered is true where the span holds an answer of the model.
	Answered bool
	// Call tells how the request to a model ended that the span stands for.
	Call faults.Call

	span     ptrace.Span
	dialect  *dialect
	reader   dialectSet // the dialect alone
	held     dialectSet
	proven   dialectSet
	kindRank kindRank
	tool     toolFacts
	noted    faults.Facts
}

// HasMessages is true where [Reader.Messages] has something to read.
func (f *Facts) HasMessages() bool { return f.dialect != nil }

// FaultSpan returns what a [faults.Resolver] must know of the span.
func (f *Facts) FaultSpan() faults.Span {
	return faults.Span{
		Span: f.span, Kind: f.Kind, Call: f.Call, Fault: f.Fault, HasFault: f.HasFault,
	}
}

// CallID returns the id of the call that a tool's span ran; empty where the span tells none.
func (f *Facts) CallID() string { return f.tool.id }

// Tool returns the name of the tool that a tool's span ran; empty where the span tells none.
func (f *Facts) Tool() string { return f.tool.name }
