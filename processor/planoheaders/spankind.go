package planoheaders

import (
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const (
	kindLLM   = "llm"
	kindAgent = "agent"
	kindRoot  = "root"
)

var spanKindNames = []string{kindLLM, kindAgent, kindRoot}

// kindValues are the attributes that tell a span's kind, and their values per kind, in lower case. Plano
// writes component and service.name.override; the others are semantic conventions of OpenTelemetry,
// OpenInference and OpenLLMetry.
var kindValues = map[string]map[string]string{
	"gen_ai.operation.name": {
		"chat": kindLLM, "text_completion": kindLLM, "generate_content": kindLLM, "embeddings": kindLLM,
		"invoke_agent": kindAgent, "create_agent": kindAgent, "invoke_workflow": kindAgent,
	},
	"openinference.span.kind": {"llm": kindLLM, "embedding": kindLLM, "agent": kindAgent},
	"traceloop.span.kind":     {"llm": kindLLM, "agent": kindAgent},
	"llm.request.type":        {"chat": kindLLM, "completion": kindLLM, "embedding": kindLLM},
	"component":               {"llm": kindLLM, "agent": kindAgent, "orchestrator": kindAgent},
	"service.name.override":   {"plano(llm)": kindLLM, "plano(agent)": kindAgent, "plano(orchestrator)": kindAgent},
}

// spanFilter chooses the spans that get attributes.
type spanFilter struct{ all, llm, agent, root bool }

func newSpanFilter(only []string) spanFilter {
	return spanFilter{
		all:   len(only) == 0,
		llm:   slices.Contains(only, kindLLM),
		agent: slices.Contains(only, kindAgent),
		root:  slices.Contains(only, kindRoot),
	}
}

func (f spanFilter) matches(span ptrace.Span) bool {
	if f.all || f.root && span.ParentSpanID().IsEmpty() {
		return true
	}
	if !f.llm && !f.agent {
		return false
	}
	for name, value := range span.Attributes().All() {
		values, ok := kindValues[name]
		if !ok || value.Type() != pcommon.ValueTypeStr {
			continue
		}
		switch values[strings.ToLower(value.Str())] {
		case kindLLM:
			if f.llm {
				return true
			}
		case kindAgent:
			if f.agent {
				return true
			}
		}
	}
	return false
}
