package conversation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// writtenAs says how each dialect writes a list of messages: the message of a user in JSON, and a span that holds the list.
var writtenAs = map[*dialect]struct {
	message string
	span    func(list string) ptrace.Span
}{
	&sentry:      {plainMessage, attribute(sentryRequest, "%s")},
	&genAI:       {`{"role":"user","parts":[{"type":"text","content":%s}]}`, attribute(genAIInput, "%s")},
	&langfuse:    {plainMessage, attribute("langfuse.observation.input", "%s")},
	&vercelAI:    {`{"role":"user","content":[{"type":"text","text":%s}]}`, attribute(vercelMessages, "%s")},
	&langSmith:   {plainMessage, attribute(langSmithPrompt, `{"messages":%s}`, "langsmith.span.kind", "llm")},
	&genAIPrompt: {plainMessage, attribute(promptKey, "%s")},
	&googleADK:   {`{"role":"user","parts":[{"text":%s}]}`, attribute(adkRequest, `{"contents":%s}`)},
	&genkit:      {`{"role":"user","content":[{"text":%s}]}`, attribute(genkitInput, `{"messages":%s}`)},
	&mlflow:      {plainMessage, attribute("mlflow.spanInputs", `{"messages":%s}`, "mlflow.spanType", "CHAT_MODEL")},
	&trueFoundry: {plainMessage, attribute("tfy.input", `{"messages":%s}`)},
	&mastra:      {plainMessage, attribute("mastra.model_generation.input", `{"messages":%s}`, mastraSpan, "model_generation")},

	&mastraUnprefixed: {plainMessage, attribute("input", `{"messages":%s}`, mastraSpan, "model_generation")},
}

// inFields are the dialects that write each field of a message into an attribute of its own, or each message into an event:
// the JSON in it is that of one message's content.
var inFields = map[*dialect]func(content string) ptrace.Span{
	&openLLMetry: func(content string) ptrace.Span {
		return spanOfTexts("gen_ai.prompt.0.role", "user", "gen_ai.prompt.0.content", content)
	},
	&openInference: func(content string) ptrace.Span {
		return spanOfTexts("llm.input_messages.0.message.role", "user", "llm.input_messages.0.message.content", content)
	},
	&genAIEvents: func(content string) ptrace.Span {
		span := ptrace.NewSpan()
		event := span.Events().AppendEmpty()
		event.SetName("gen_ai.user.message")
		event.Attributes().PutStr("content", content)
		return span
	},
}

const plainMessage = `{"role":"user","content":%s}`

// attribute returns how a span is written that holds a list of messages under a key.
func attribute(key, format string, others ...string) func(string) ptrace.Span {
	return func(list string) ptrace.Span { return spanOfTexts(append(others, key, fmt.Sprintf(format, list))...) }
}

func spanOfTexts(keysAndTexts ...string) ptrace.Span {
	span := ptrace.NewSpan()
	for i := 0; i < len(keysAndTexts); i += 2 {
		span.Attributes().PutStr(keysAndTexts[i], keysAndTexts[i+1])
	}
	return span
}

func TestEveryReaderMeetsBadInput(t *testing.T) {
	for _, d := range dialects {
		_, asList := writtenAs[d]
		assert.True(t, d.read == nil || d == &plano || asList || inFields[d] != nil, d.name) // Plano's is plain text, any of which is good
	}
}

// readUnchanged reads a span in a time that any input must keep to, and leaves it as it was.
func readUnchanged(t *testing.T, d *dialect, span ptrace.Span) ([]signals.Message, Problems) {
	t.Helper()
	before := ptrace.NewSpan()
	span.CopyTo(before)
	start := time.Now()
	facts, messages, problems := read(t, span)
	assert.Less(t, time.Since(start), 10*time.Second)
	assert.Equal(t, d.name, facts.Dialect)
	assert.True(t, before.Attributes().Equal(span.Attributes()))
	return messages, *problems
}

// none stands for no problem at all.
const none Problem = problemCount

func problem(p Problem) (problems Problems) {
	problems.add(p)
	return problems
}

func TestBadInputInLists(t *testing.T) {
	for d, as := range writtenAs {
		if d.read == nil {
			continue
		}
		say := func(content string) string { return fmt.Sprintf(as.message, content) }
		hi := say(`"hi"`)
		long := strings.Repeat("x", 1<<20)
		many := "[" + strings.Repeat(hi+",", 9_999) + hi + "]"
		narrator := strings.Replace(hi, `"user"`, `"narrator"`, 1)
		deep := strings.Repeat(`[{"content":`, 500) + "7" + strings.Repeat("}]", 500)
		for name, tt := range map[string]struct {
			list     string
			messages []signals.Message
			problem  Problem
		}{
			"invalid JSON":   {"[" + hi + ",{]", []signals.Message{user("hi")}, InvalidJSON},
			"cut off":        {"[" + hi + ",{", []signals.Message{user("hi")}, TruncatedJSON},
			"wrong types":    {"[" + hi + ",7]", []signals.Message{user("hi")}, WrongType},
			"unknown roles":  {"[" + hi + "," + narrator + "]", []signals.Message{user("hi")}, UnknownRole},
			"a long message": {"[" + say(`"`+long+`"`) + "]", []signals.Message{user(long)}, none},
			"invalid UTF-8":  {"[" + say("\"h\xff\xfei\"") + "]", []signals.Message{user("h\xff\xfei")}, none},
		} {
			t.Run(d.name+"/"+name, func(t *testing.T) {
				messages, problems := readUnchanged(t, d, as.span(tt.list))
				assert.Equal(t, tt.messages, messages)
				if tt.problem == none {
					assert.Zero(t, problems)
				} else {
					assert.NotZero(t, problems[tt.problem])
				}
			})
		}
		t.Run(d.name+"/nested deep", func(t *testing.T) {
			messages, problems := readUnchanged(t, d, as.span("["+hi+","+say(deep)+"]"))
			require.Len(t, messages, 2)
			assert.Equal(t, user("hi"), messages[0])
			assert.Contains(t, deep, messages[1].Text, "what is nested too deeply for messages is a text")
			assert.Zero(t, problems)
		})
		t.Run(d.name+"/many messages", func(t *testing.T) {
			messages, problems := readUnchanged(t, d, as.span(many))
			assert.Len(t, messages, 10_000)
			assert.Zero(t, problems)
		})
	}
}

func TestBadInputInFields(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for d, span := range inFields {
		for name, tt := range map[string]struct {
			content  string
			messages []signals.Message
			problems Problems
		}{
			"invalid JSON":    {`[{"type":"text","text":"hi"},{]`, []signals.Message{user(`[{"type":"text","text":"hi"},{]`)}, Problems{}},
			"cut off":         {`[{"type":"text","text":"hi"},{"type":"te`, []signals.Message{user("hi")}, problem(TruncatedJSON)},
			"wrong types":     {`[7]`, []signals.Message{user("[7]")}, Problems{}},
			"a long message":  {long, []signals.Message{user(long)}, Problems{}},
			"invalid UTF-8":   {"h\xff\xfei", []signals.Message{user("h\xff\xfei")}, Problems{}},
			"nested too deep": {strings.Repeat("[", 1000), []signals.Message{user(strings.Repeat("[", 1000))}, Problems{}},
		} {
			t.Run(d.name+"/"+name, func(t *testing.T) {
				messages, problems := readUnchanged(t, d, span(tt.content))
				assert.Equal(t, tt.messages, messages)
				assert.Equal(t, tt.problems, problems)
			})
		}
	}
}

func TestBadIndices(t *testing.T) {
	for d, format := range map[*dialect]string{
		&openLLMetry: "gen_ai.prompt.%d.%s", &openInference: "llm.input_messages.%d.message.%s",
	} {
		span := ptrace.NewSpan()
		for i, index := range []uint64{4_000_000_000, 0, 99_999_999_999} {
			span.Attributes().PutStr(fmt.Sprintf(format, index, "role"), "user")
			span.Attributes().PutStr(fmt.Sprintf(format, index, "content"), fmt.Sprint(i))
		}
		messages, problems := readUnchanged(t, d, span)
		assert.Equal(t, []signals.Message{user("1"), user("0")}, messages, d.name)
		assert.Equal(t, Problems{BadIndex: 2}, problems, d.name)

		span = ptrace.NewSpan()
		for i := range 10_000 {
			span.Attributes().PutStr(fmt.Sprintf(format, i, "role"), "user")
			span.Attributes().PutStr(fmt.Sprintf(format, i, "content"), "hi")
		}
		messages, problems = readUnchanged(t, d, span)
		assert.Len(t, messages, 10_000, d.name)
		assert.Zero(t, problems, d.name)

		span = ptrace.NewSpan()
		span.Attributes().PutStr(fmt.Sprintf(format, 0, "role"), "narrator")
		span.Attributes().PutStr(fmt.Sprintf(format, 0, "content"), "hi")
		messages, problems = readUnchanged(t, d, span)
		assert.Empty(t, messages, d.name)
		assert.Equal(t, problem(UnknownRole), problems, d.name)
	}
}

// TestBadTypes puts values of all types where texts are expected.
func TestBadTypes(t *testing.T) {
	for _, d := range dialects {
		if d.read == nil {
			continue
		}
		for name, raw := range map[string]any{
			"empty": nil, "number": int64(7), "double": 0.5, "flag": true, "bytes": []byte("\xff"),
			"map": map[string]any{"role": 7}, "list": []any{7, nil},
		} {
			span := ptrace.NewSpan()
			put := func(v pcommon.Value) { require.NoError(t, v.FromRaw(raw)) }
			for _, c := range d.content {
				put(span.Attributes().PutEmpty(strings.Replace(c.key, "*", "0.content", 1)))
			}
			if d.only != "" {
				span.Attributes().PutStr(strings.Replace(d.only, "*", "span.kind", 1), "llm")
			}
			for _, e := range d.events {
				event := span.Events().AppendEmpty()
				event.SetName(e.name)
				for _, key := range []string{"content", "role", "message", "tool_calls", genAIInput, promptKey} {
					put(event.Attributes().PutEmpty(key))
				}
			}
			before := ptrace.NewSpan()
			span.CopyTo(before)
			facts, _, _ := read(t, span)
			assert.NotEmpty(t, facts.Dialect, "%s: %s", d.name, name)
			assert.True(t, before.Attributes().Equal(span.Attributes()), "%s: %s", d.name, name)
		}
	}
}
