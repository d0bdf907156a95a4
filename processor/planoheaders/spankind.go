package planoheaders

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

const (
	kindLLM   = "llm"
	kindAgent = "agent"
	kindRoot  = "root"
)

var spanKindNames = []string{kindLLM, kindAgent, kindRoot}

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
		switch conversation.KindOf(name, value) {
		case spankind.Chat, spankind.Embeddings:
			if f.llm {
				return true
			}
		case spankind.Agent:
			if f.agent {
				return true
			}
		case spankind.Other, spankind.Step, spankind.Tool:
		}
	}
	return false
}
