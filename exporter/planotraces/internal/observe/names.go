package observe

import (
	"cmp"
	"encoding/json"
	"math"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// Names of OpenTelemetry's semantic conventions for generative AI, 1.41.
const (
	requestModel       = "gen_ai.request.model"
	responseModel      = "gen_ai.response.model"
	agentName          = "gen_ai.agent.name"
	toolName           = "gen_ai.tool.name"
	toolCallID         = "gen_ai.tool.call.id"
	inputTokens        = "gen_ai.usage.input_tokens"            //nolint:gosec // the name of a number
	outputTokens       = "gen_ai.usage.output_tokens"           //nolint:gosec // the name of a number
	cacheReadTokens    = "gen_ai.usage.cache_read.input_tokens" //nolint:gosec // the name of a number
	reasoningTokens    = "gen_ai.usage.reasoning.output_tokens" //nolint:gosec // the name of a number
	systemInstructions = "gen_ai.system_instructions"
	toolDefinitions    = "gen_ai.tool.definitions"
	inputMessages      = "gen_ai.input.messages"
)

// costs are the attributes that tell what a call cost in US dollars: those of Plano, OpenInference, OpenLIT, Pydantic AI
// and Sentry.
var costs = [...]string{
	"llm.usage.total_cost_usd", "llm.cost.total", "gen_ai.usage.cost", "operation.cost", "gen_ai.cost.total_tokens", "gen_ai.usage.cost_usd",
}

// costDetails are those of which one field of a JSON object tells it, Langfuse's and MLflow's.
var costDetails = [...]struct{ key, field string }{
	{"langfuse.observation.cost_details", "total"}, {"mlflow.llm.cost", "total_cost"},
}

// users are the attributes that name the user, the first one counts.
var users = [...]string{
	"user.id", "enduser.id", "langfuse.user.id", "traceloop.association.properties.user_id", "ai.telemetry.metadata.userId",
	"ai.settings.context.userId", "mlflow.trace.user", "langsmith.metadata.user_id", "mastra.metadata.userId", "metadata.userId",
	"gcp.vertex.agent.user_id", "rate_limiter.user.subject_slug",
}

func userOf(attributes, resource pcommon.Map) string {
	for _, m := range [...]pcommon.Map{attributes, resource} {
		for _, key := range users {
			if v, ok := m.Get(key); ok {
				if user := value.Scalar(v); user != "" {
					return user
				}
			}
		}
	}
	return ""
}

// normalizer writes the names of the conventions onto copies of spans.
type normalizer struct {
	reader *conversation.Reader
	span   ptrace.Span
}

// normalizers have readers of their own, which read hardly any messages: only names and numbers are of interest.
var normalizers = sync.Pool{New: func() any {
	return &normalizer{conversation.NewReader(conversation.Limits{MaxBytes: 1}, nil), ptrace.NewSpan()}
}}

// maxFact is the length in bytes of a text that may be a name or a number. answersWithUsage are those that hold numbers
// beside what was said.
const maxFact = 2048

var answersWithUsage = map[string]bool{"genkit:output": true, "gcp.vertex.agent.llm_response": true}

// normalize returns the attributes of a copy of a span, without what was said and with the names of the conventions.
func (n *normalizer) normalize(span ptrace.Span, kind spankind.Kind) pcommon.Map {
	attributes := n.span.Attributes()
	attributes.Clear()
	attributes.EnsureCapacity(span.Attributes().Len())
	n.span.SetName(span.Name())
	for key, v := range span.Attributes().All() {
		switch v.Type() {
		case pcommon.ValueTypeStr:
			if len(v.Str()) <= maxFact || answersWithUsage[key] {
				attributes.PutStr(key, v.Str())
			}
		case pcommon.ValueTypeInt:
			attributes.PutInt(key, v.Int())
		case pcommon.ValueTypeDouble:
			attributes.PutDouble(key, v.Double())
		case pcommon.ValueTypeBool:
			attributes.PutBool(key, v.Bool())
		}
	}
	if kind == spankind.Tool {
		span.Events().CopyTo(n.span.Events())
	}
	n.reader.Normalize(n.span, false)
	return attributes
}

func (n *normalizer) forget() {
	n.span.Attributes().Clear()
	n.span.Events().RemoveIf(func(ptrace.SpanEvent) bool { return true })
	n.reader.Forget()
	normalizers.Put(n)
}

// readNames reads names, tokens and cost in whichever dialect the span is.
func (o *Observation) readNames(span ptrace.Span, kind spankind.Kind, seen marks) {
	n, ok := normalizers.Get().(*normalizer)
	if !ok {
		return
	}
	defer n.forget()
	attributes := n.normalize(span, kind)
	text := func(key string) string {
		if v, ok := attributes.Get(key); ok {
			return value.Scalar(v)
		}
		return ""
	}
	o.Agent = cmp.Or(o.Agent, text(agentName))
	if o.Kind == KindTool {
		o.Tool, o.CallID = cmp.Or(o.Tool, text(toolName)), cmp.Or(o.CallID, text(toolCallID))
	}
	// Agents repeat what their calls took, except for those that call themselves chats.
	if o.Kind == KindModel || o.Kind == KindEmbedding || seen.chats {
		o.Model = cmp.Or(o.Model, text(requestModel), text(responseModel))
		o.readUsage(attributes)
	}
}

// readUsage reads what a call of a model took.
func (o *Observation) readUsage(attributes pcommon.Map) {
	count := func(keys ...string) (n int64) {
		for _, key := range keys {
			if v, ok := attributes.Get(key); ok && n == 0 {
				n = countIn(v)
			}
		}
		return n
	}
	o.Input, o.Output = count(inputTokens, "tfy.model.metric.input_tokens"), count(outputTokens, "tfy.model.metric.output_tokens")
	o.Cached, o.Reasoning = count(cacheReadTokens), count(reasoningTokens)
	o.Cost = costOf(attributes)
}

func costOf(attributes pcommon.Map) float64 {
	for _, key := range costs {
		if v, ok := attributes.Get(key); ok {
			if cost, ok := numberIn(v, math.MaxInt32); ok {
				return cost
			}
		}
	}
	for _, in := range costDetails {
		v, ok := attributes.Get(in.key)
		if !ok || v.Type() != pcommon.ValueTypeStr {
			continue
		}
		var fields map[string]float64
		if json.Unmarshal([]byte(v.Str()), &fields) == nil && fields[in.field] >= 0 {
			return fields[in.field]
		}
	}
	return 0
}
