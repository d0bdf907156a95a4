package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Scan takes one pass over the attributes of a span of a service (its resource's
// service.name). It returns false, and leaves the facts as they are, for a span that
// has nothing to tell.
func (*Reader) Scan(span ptrace.Span, service string, facts *Facts) bool {
	f := Facts{span: span}
	for key, value := range span.Attributes().All() {
		f.attribute(key, value)
	}
	f.settleKind()
	f.settleDialect()
	f.settleFault(service)
	if f.dialect == nil && !f.HasFault {
		return false
	}
	*facts = f
	return true
}

// attribute sorts one attribute by the beginning of its key; most keys of most
// spans stop at the first letter.
func (f *Facts) attribute(key string, value pcommon.Value) {
	if key == "" {
		return
	}
	switch key[0] {
	case 'g':
		if rest, ok := strings.CutPrefix(key, "gen_ai."); ok {
			f.genAI = true
			f.genAIAttribute(rest, value)
		}
	case 'l':
		if rest, ok := strings.CutPrefix(key, "llm."); ok {
			f.genAI = true
			f.llmAttribute(rest, value)
		}
	case 't':
		if key == "traceloop.span.kind" {
			f.genAI = true
			f.traceloopKind(value.AsString())
			return
		}
		f.tool.attribute(key, value)
		f.faults.attribute(key, value)
	case 'a', 'r':
		f.tool.attribute(key, value)
		f.faults.attribute(key, value)
	default:
		f.faults.attribute(key, value)
	}
}

func (f *Facts) genAIAttribute(rest string, value pcommon.Value) {
	switch {
	case rest == "input.messages":
		f.input, f.has = value, f.has|hasInput
	case rest == "output.messages":
		f.output, f.has = value, f.has|hasOutput
	case rest == "operation.name":
		f.operation(value.AsString())
	case rest == "request.model":
		f.Model = value.AsString()
	case strings.HasPrefix(rest, "tool."):
		f.tool.genAIAttribute(rest, value)
	case rest == "agent.name":
		f.Agent = value.AsString()
	case rest == "response.finish_reasons":
		f.faults.finishReasons(value)
	case strings.HasPrefix(rest, "prompt."):
		f.has |= hasIndexed
	case strings.HasPrefix(rest, "completion."):
		f.has |= hasIndexed
		f.completion = true
		if strings.HasSuffix(rest, ".finish_reason") {
			f.faults.finishReasons(value)
		}
	}
}

func (f *Facts) llmAttribute(rest string, value pcommon.Value) {
	switch rest {
	case "request.type":
		if kind := value.AsString(); kind == "chat" || kind == "completion" {
			f.Kind = KindChat
		}
	case "model":
		f.Model, f.planoModel = value.AsString(), true
	case "error":
		f.faults.text("llm.error", value.AsString())
	}
}

// operation maps gen_ai.operation.name (OTel semantic conventions) to a kind.
func (f *Facts) operation(name string) {
	switch name {
	case "chat", "generate_content", "text_completion":
		f.Kind = KindChat
	case "invoke_agent", "create_agent", "invoke_workflow":
		f.Kind = KindAgent
	case "execute_tool":
		f.Kind = KindTool
	}
}

func (f *Facts) traceloopKind(kind string) {
	switch kind {
	case "agent", "workflow", "task":
		f.Kind = KindAgent
	case "tool":
		f.Kind = KindTool
	}
}

// settleKind decides for spans whose attributes name no operation.
func (f *Facts) settleKind() {
	switch {
	case f.span.Name() == agentHandlerName:
		f.Kind = KindAgent
	case f.Kind != KindOther:
	case f.tool.name != "" && isToolCall(f.span):
		f.Kind = KindTool
	case f.has != 0 || f.planoModel:
		f.Kind = KindChat
	}
}

func (f *Facts) settleDialect() {
	for i := range dialects {
		if d := &dialects[i]; f.has&d.has != 0 {
			f.dialect, f.Dialect = d, d.name
			return
		}
	}
}
