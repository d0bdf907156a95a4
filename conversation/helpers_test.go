package conversation

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// classifier is the one that the collector uses.
var classifier = func() faults.Classifier {
	analyzer, err := signals.New(signals.DefaultConfig())
	if err != nil {
		panic(err)
	}
	return analyzer
}()

func newReader() *Reader { return NewReader(DefaultLimits(), classifier) }

func spanWith(t *testing.T, attributes map[string]any) ptrace.Span {
	t.Helper()
	span := ptrace.NewSpan()
	require.NoError(t, span.Attributes().FromRaw(attributes))
	return span
}

func read(t *testing.T, span ptrace.Span) (Facts, []signals.Message, *Problems) {
	t.Helper()
	r := newReader()
	facts := r.Scan(span, "app")
	if facts == nil {
		return Facts{}, nil, new(Problems)
	}
	messages, problems := r.Messages(facts)
	return *facts, messages, problems
}

func user(text string) signals.Message {
	return signals.Message{Role: signals.RoleUser, Text: text}
}

func assistant(text string) signals.Message {
	return signals.Message{Role: signals.RoleAssistant, Text: text}
}

func call(tool, id, arguments string) signals.Message {
	return signals.Message{Role: signals.RoleToolCall, Tool: tool, CallID: id, Arguments: arguments}
}

func result(id, text string) signals.Message {
	return signals.Message{Role: signals.RoleToolResult, CallID: id, Text: text}
}

const hashKey = "a key that nobody guesses"

// dropped, redacted and hashed treat a span on its own, texts of faults as well.
func dropped(span ptrace.Span) { apply(Drop, span) }

func redacted(span ptrace.Span) { apply(Redact, span) }

func hashed(span ptrace.Span) { apply(Hash, span) }

func apply(t Treatment, span ptrace.Span) {
	p := ContentPolicy{Messages: t, Faults: t, MaxBytes: DefaultLimits().MaxBytes, HashKey: []byte(hashKey)}
	p.span(span)
}
