package observe

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// sessionKeys finds ids of sessions as planosignals does where nothing is configured.
var sessionKeys = conversation.NewSessionKeys(conversation.SessionAttributes())

// maxName bounds names of models, agents, tools and users, in bytes.
const maxName = 256

// Observe says what a span of a service (its resource's service.name) tells of a conversation; nil where it tells nothing.
// The span stays as it is. The observation's texts are the span's. The reader serves one goroutine; what it returned before
// ends here.
func Observe(reader *conversation.Reader, span ptrace.Span, resource pcommon.Resource, service string) *Observation {
	facts, seen := reader.ScanCall(span, service), glance(span)
	kind := kindOf(facts, seen)
	if kind == "" && !facts.HasFault && !seen.judged {
		return nil
	}
	o := &Observation{
		Kind: kind, Model: facts.Model, Agent: facts.Agent, Tool: facts.Tool(), CallID: facts.CallID(),
		Response: facts.Response, Previous: facts.Previous, OwnTurn: facts.OwnTurn, Followed: facts.Followed,
	}
	o.Session, o.Conversation = sessionKeys.Of(span.Attributes(), resource.Attributes())
	o.User = userOf(span.Attributes(), resource.Attributes())
	if kind != "" {
		o.readNames(span, facts.Kind, seen)
	}
	if seen.judged {
		o.readVerdict(span)
	}
	o.readMessages(reader, facts)
	o.Content = contentOf(o.Messages, facts, span)
	o.Error = failureOf(span, facts, o.Messages)
	o.boundNames()
	return o
}

// readMessages reads what was said: of a tool its call and result, of a model and an agent the conversation.
func (o *Observation) readMessages(reader *conversation.Reader, facts *conversation.Facts) {
	var messages []signals.Message
	switch {
	case facts.Kind == spankind.Tool:
		if messages = reader.RanTool(facts); len(messages) == 0 {
			messages = reader.FailedTool(facts)
		}
	case o.Kind == KindAgent || o.Kind == KindModel && facts.Kind == spankind.Chat:
		reading := reader.Resume(facts, nil)
		messages, o.MayFollow = reading.Messages, reading.MayFollow
	}
	o.Messages = slices.Clone(messages)
	o.HasMessages = len(messages) > 0
}

func (o *Observation) boundNames() {
	for _, name := range [...]*string{&o.User, &o.Agent, &o.Model, &o.Tool, &o.CallID} {
		*name = truncate.Bytes(printable.Line(truncate.Bytes(*name, maxName)), maxName)
	}
}
