package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestMessagesInEventsAreRecognised(t *testing.T) {
	byEvents := dialect{
		name:   "by_events",
		events: []event{{"said", history}, {"answered", answer}, {"instructed", aside}},
		read: func(b *builder, f *Facts) {
			for _, event := range f.span.Events().All() {
				b.messages = append(b.messages, user(event.Name()))
			}
		},
	}
	r := newReader()
	r.known = newKnowledge([]*dialect{&genAI, &byEvents})

	span := spanWith(t, nil)
	span.Events().AppendEmpty().SetName("instructed")
	require.Nil(t, r.Scan(span, "app"))

	span.Events().AppendEmpty().SetName("said")
	facts := r.Scan(span, "app")
	require.NotNil(t, facts)
	assert.Equal(t, "by_events", facts.Dialect)
	assert.False(t, facts.Answered)
	messages, _ := r.Messages(facts)
	assert.Equal(t, []signals.Message{user("instructed"), user("said")}, messages)

	span.Events().AppendEmpty().SetName("answered")
	assert.True(t, r.Scan(span, "app").Answered)

	span.Attributes().PutStr(genAIInput, "[]")
	assert.Equal(t, "gen_ai", r.Scan(span, "app").Dialect, "the first in the table")
}
