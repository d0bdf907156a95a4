package conversation

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func TestDialectsAreDeclaredInFull(t *testing.T) {
	require.LessOrEqual(t, len(dialects), maxDialects)
	names := map[string]bool{}
	for _, d := range dialects {
		assert.NotEmpty(t, d.name)
		assert.False(t, names[d.name], "%s is declared twice", d.name)
		names[d.name] = true
		assert.NotEmpty(t, d.senders, d.name)
		assert.NotZero(t, len(d.content)+len(d.events), "%s has no content", d.name)
		for _, key := range patternsOf(d) {
			assert.Regexp(t, `^[^*]+\*?$`, key, d.name)
		}
		for key, kinds := range d.kinds {
			for value := range kinds {
				assert.Equal(t, strings.ToLower(value), value, "%s: %s", d.name, key)
			}
		}
		if d.read != nil {
			assert.True(t, holdsMessages(d), "%s is read, but nothing tells that it is there", d.name)
		}
	}
}

// patternsOf returns all keys and names of a dialect.
func patternsOf(d *dialect) []string {
	patterns := slices.Concat(d.marks, d.services)
	for _, c := range d.content {
		patterns = append(patterns, c.key)
	}
	for _, e := range d.events {
		patterns = append(patterns, e.name)
	}
	for _, n := range d.names {
		patterns = append(patterns, n.name)
	}
	for key := range d.kinds {
		patterns = append(patterns, key)
	}
	for key := range d.facts {
		patterns = append(patterns, key)
	}
	for key := range d.faults {
		patterns = append(patterns, key)
	}
	return patterns
}

func holdsMessages(d *dialect) bool {
	return slices.ContainsFunc(d.content, func(c content) bool { return c.holds != aside }) ||
		slices.ContainsFunc(d.events, func(e event) bool { return e.holds != aside })
}

func TestDialectsAgreeOnContent(t *testing.T) {
	for _, d := range dialects {
		for _, other := range dialects {
			for _, a := range d.content {
				for _, b := range other.content {
					if matches(a.key, strings.TrimSuffix(b.key, "*")) {
						assert.Equal(t, []any{a.onSpan, a.beside, a.public}, []any{b.onSpan, b.beside, b.public},
							"%s: %s and %s: %s", d.name, a.key, other.name, b.key)
					}
				}
			}
		}
	}
}

const secret = "the user's secret"

// spanOf returns a span that holds a secret in every place that a dialect declares.
func spanOf(d *dialect, onSpan string) ptrace.Span {
	span := ptrace.NewSpan()
	span.SetName(strings.Replace(onSpan, "*", "name", 1))
	for _, c := range d.content {
		if c.onSpan == "" || c.onSpan == onSpan {
			span.Attributes().PutStr(strings.Replace(c.key, "*", "0."+slices.Concat(c.fields, []string{"content"})[0], 1), secret)
			if c.beside != "" {
				span.Attributes().PutStr(c.beside, "kind")
			}
		}
	}
	for _, e := range d.events {
		event := span.Events().AppendEmpty()
		event.SetName(e.name)
		event.Attributes().PutStr("content", secret)
	}
	span.Attributes().PutStr("http.route", "/")
	span.Events().AppendEmpty().SetName("exception")
	return span
}

func TestContentOfEveryDialectGoes(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			onSpans := []string{""}
			for _, c := range d.content {
				if !slices.Contains(onSpans, c.onSpan) {
					onSpans = append(onSpans, c.onSpan)
				}
			}
			for _, onSpan := range onSpans {
				span := spanOf(d, onSpan)
				dropped(span)
				span.Attributes().RemoveIf(func(_ string, v pcommon.Value) bool { return v.Str() == "kind" })
				assert.Equal(t, map[string]any{"http.route": "/"}, span.Attributes().AsRaw())
				require.Equal(t, 1, span.Events().Len())
				assert.Equal(t, "exception", span.Events().At(0).Name())

				span = spanOf(d, onSpan)
				redacted(span)
				for key, value := range span.Attributes().All() {
					assert.NotContains(t, value.AsString(), secret, key)
				}
				for _, event := range span.Events().All() {
					for _, value := range event.Attributes().All() {
						assert.NotContains(t, value.AsString(), secret, event.Name())
					}
				}
			}
		})
	}
}

func TestContentOfOneKindOfSpanStaysOnOthers(t *testing.T) {
	attributes := map[string]any{"args": "of a shell", "input": "of a form", "mastra.metadata.runId": "1"}
	span := spanWith(t, attributes)
	dropped(span)
	assert.Equal(t, attributes, span.Attributes().AsRaw())
}

func TestPublicFields(t *testing.T) {
	for key, public := range map[string]bool{
		"gen_ai.prompt.0.role":                                                   true,
		"gen_ai.prompt.0.content":                                                false,
		"gen_ai.prompt.0.name":                                                   false,
		"gen_ai.completion.0.finish_reason":                                      true,
		"gen_ai.completion.0.tool_calls.1.name":                                  true,
		"gen_ai.completion.0.tool_calls.1.id":                                    true,
		"gen_ai.completion.0.tool_calls.1.arguments":                             false,
		"llm.input_messages.0.message.name":                                      false,
		"llm.output_messages.0.message.tool_calls.0.tool_call.function.name":     true,
		"llm.input_messages.0.message.contents.0.message_content.text":           false,
		"llm.output_messages.0.message.tool_calls.0.tool_call.function.argument": false,
	} {
		c := contentOf(key, nil)
		require.NotNil(t, c, key)
		_, ok := c.publicForm(key)
		assert.Equal(t, public, ok, key)
	}
}
