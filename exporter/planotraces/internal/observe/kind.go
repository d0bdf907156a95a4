package observe

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// What a span does in an agent.
const (
	KindModel     = "model"
	KindAgent     = "agent"
	KindTool      = "tool"
	KindRetrieval = "retrieval"
	KindEmbedding = "embedding"
)

// Kind says what a span of a service does in an agent, one of the kinds or nothing. It costs two passes over the names of the
// attributes.
func Kind(reader *conversation.Reader, span ptrace.Span, service string) string {
	return kindOf(reader.ScanCall(span, service), glance(span))
}

// kindOf returns the kind of a span. A step of a workflow counts as an agent where its messages were judged.
func kindOf(facts *conversation.Facts, seen marks) string {
	switch {
	case seen.retrieves:
		return KindRetrieval
	case facts.Kind == spankind.Chat, facts.Kind == spankind.Step && seen.chats:
		return KindModel
	case facts.Kind == spankind.Embeddings:
		return KindEmbedding
	case facts.Kind == spankind.Tool:
		return KindTool
	case facts.Kind == spankind.Agent, facts.Kind == spankind.Step && seen.judged && facts.HasMessages():
		return KindAgent
	}
	return ""
}

// marks are what the names on a span tell beside what a reader knows.
type marks struct {
	// judged is true where there is a verdict, waste or an event of a signal.
	judged bool
	// retrieves is true where the span is a search in documents, chats where it calls itself a chat, also within a step.
	retrieves, chats bool
}

func glance(span ptrace.Span) (seen marks) {
	for key, v := range span.Attributes().All() {
		switch key {
		case semconv.SignalsQuality, wasteTokens, wasteDuration, wasteUSD:
			seen.judged = true
		case "gen_ai.operation.name", "openinference.span.kind", "langfuse.observation.type", "langsmith.span.kind", "mlflow.spanType":
			switch strings.ToLower(strings.Trim(value.Scalar(v), `"`)) {
			case "retrieval", "retriever", "reranker":
				seen.retrieves = true
			case "chat":
				seen.chats = true
			}
		}
	}
	for _, event := range span.Events().All() {
		seen.judged = seen.judged || strings.HasPrefix(event.Name(), semconv.SignalNamespace)
	}
	return seen
}
