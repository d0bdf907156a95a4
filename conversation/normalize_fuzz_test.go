package conversation

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// FuzzNormalize gives two texts to each dialect, in turns under all its names, and reads what becomes of them.
func FuzzNormalize(f *testing.F) {
	f.Add(`[{"role":"user","content":"hi"}]`, `{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{"a":1}}]}`, 1000)
	f.Add(genkitRequest, `{"message":{"role":"model","content":[{"toolRequest":{"name":"f","ref":1}}]},"usage":{"inputTokens":1e3}}`, 1000)
	f.Add(`{"kwargs":{"a":1},"temperature":"0.5","n":2}`, `["stop","length"]`, 100)
	f.Add("plain", "[1] not JSON", 3)
	f.Fuzz(func(t *testing.T, first, second string, maxBytes int) {
		if maxBytes < 1 {
			return
		}
		for _, d := range dialects {
			for _, removeOwn := range []bool{false, true} {
				span := spanOfDialect(d, first, second)
				before, whole := messagesOf(span, maxBytes)
				r := NewReader(Limits{MaxBytes: maxBytes}, classifier)
				r.Normalize(span, removeOwn)
				for _, key := range []string{genAIInput, genAIOutput, conventionOf[systemInstructions].key} {
					v, ok := span.Attributes().Get(key)
					if text := v.Str(); ok && text != first && text != second {
						require.True(t, json.Valid([]byte(text)), "%s: %s: %q", d.name, key, text)
					}
				}
				if asked, ok := span.Attributes().Get(genAIInput); ok {
					if _, inText := itemsInText(asked.Str()); inText {
						continue // read as OpenLLMetry means it
					}
				}
				if whole && utf8.ValidString(first) && utf8.ValidString(second) {
					after, _ := messagesOf(span, maxBytes*10+1000)
					require.Equal(t, before, after, d.name)
				}
				again := ptrace.NewSpan()
				span.CopyTo(again)
				NewReader(Limits{MaxBytes: maxBytes*10 + 1000}, classifier).Normalize(again, removeOwn)
				if whole {
					require.Equal(t, span.Attributes().AsRaw(), again.Attributes().AsRaw(), d.name)
				}
			}
		}
	})
}

// spanOfDialect holds two texts, in turns, under all names of a dialect.
func spanOfDialect(d *dialect, first, second string) ptrace.Span {
	texts := [...]string{first, second}
	span := ptrace.NewSpan()
	if d.only != "" {
		span.Attributes().PutStr(strings.TrimSuffix(d.only, "*")+"any", "")
	}
	i := 0
	put := func(attributes pcommon.Map, key string) {
		attributes.PutStr(strings.Replace(key, "*", "0.content", 1), texts[i%2])
		i++
	}
	for _, c := range d.content {
		put(span.Attributes(), c.key)
	}
	keys := make([]string, 0, len(d.facts))
	for key := range d.facts {
		if !slices.ContainsFunc(d.content, func(c content) bool { return c.key == key }) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		put(span.Attributes(), key)
	}
	for _, e := range d.events {
		event := span.Events().AppendEmpty()
		event.SetName(e.name)
		for _, key := range []string{"content", "message", "finish_reason", promptKey, completionKey, genAIInput} {
			put(event.Attributes(), key)
		}
	}
	return span
}

// messagesOf reads a span's messages; whole is false where not all could be read.
func messagesOf(span ptrace.Span, maxBytes int) (messages [][4]string, whole bool) {
	r := NewReader(Limits{MaxBytes: maxBytes}, classifier)
	facts := r.Scan(span, "app")
	if facts == nil || facts.Kind.Wraps() || facts.OwnTurn || !facts.HasMessages() {
		return nil, false
	}
	read, problems := r.Messages(facts)
	for _, m := range read {
		messages = append(messages, [4]string{m.Role.String(), m.Text, m.Tool + m.CallID, unquoted(m.Arguments)})
	}
	return messages, *problems == Problems{} && !r.builder.passedOver
}
