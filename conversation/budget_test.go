package conversation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func readWithin(t *testing.T, maxBytes int, span ptrace.Span) ([]signals.Message, Problems) {
	t.Helper()
	r := NewReader(Limits{MaxBytes: maxBytes}, classifier)
	facts := r.Scan(span, "app")
	require.NotNil(t, facts)
	messages, problems := r.Messages(facts)
	return messages, *problems
}

var tooLarge = func() (p Problems) { p.add(TooLarge); return p }()

func TestBudgetOfBytesIsForTheNewest(t *testing.T) {
	said := []any{
		map[string]any{"role": "user", "content": "the first"},
		map[string]any{"role": "assistant", "content": "the second"},
		map[string]any{"role": "user", "content": "the third"},
	}
	for name, attributes := range map[string]map[string]any{
		"JSON": {
			genAIInput:  `[{"role":"user","content":"the first"},{"role":"assistant","content":"the second"},{"role":"user","content":"the third"}]`,
			genAIOutput: `[{"role":"assistant","content":"the fourth"}]`,
		},
		"structured": {genAIInput: said, genAIOutput: map[string]any{"role": "assistant", "content": "the fourth"}},
		"indexed": {
			"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "the first",
			"gen_ai.prompt.1.role": "assistant", "gen_ai.prompt.1.content": "the second",
			"gen_ai.prompt.2.role": "user", "gen_ai.prompt.2.content": "the third",
			"gen_ai.completion.0.content": "the fourth",
		},
	} {
		t.Run(name, func(t *testing.T) {
			messages, problems := readWithin(t, len("the second")+len("the third")+len("the fourth")-3, spanWith(t, attributes))
			assert.Equal(t, []signals.Message{assistant("the sec"), user("the third"), assistant("the fourth")}, messages)
			assert.Equal(t, tooLarge, problems)

			messages, problems = readWithin(t, len("the third")+len("the fourth"), spanWith(t, attributes))
			assert.Equal(t, []signals.Message{user("the third"), assistant("the fourth")}, messages)
			assert.Equal(t, tooLarge, problems)
		})
	}
}

func TestBudgetWithinOneMessage(t *testing.T) {
	messages, problems := readWithin(t, 12, spanWith(t, map[string]any{genAIInput: `[{"role":"user","content":"long ago"},
		{"role":"assistant","content":"let me see","tool_calls":[{"id":"c1","function":{"name":"find","arguments":"{\"q\":1}"}}]}]`}))
	assert.Equal(t, []signals.Message{call("find", "c1", `{"q":1`)}, messages)
	assert.Equal(t, tooLarge, problems)
}

// TestBinaryPartsCostTheirHeader puts 9 MB, more than the default budget, of what is no text into the first message.
func TestBinaryPartsCostTheirHeader(t *testing.T) {
	data := strings.Repeat("iVBORw0K", 9<<20/8)
	structured := func(part map[string]any) any {
		return []any{
			map[string]any{"role": "user", "content": []any{part, map[string]any{"type": "text", "text": "what is this?"}}},
			map[string]any{"role": "assistant", "content": "a cat"},
		}
	}
	for name, part := range map[string]string{
		"OpenAI image":   `{"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}`,
		"OpenAI audio":   `{"type":"input_audio","input_audio":{"data":"%s","format":"wav"}}`,
		"OpenAI file":    `{"type":"file","file":{"file_data":"%s"}}`,
		"Anthropic":      `{"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}}`,
		"OTel blob":      `{"type":"blob","mime_type":"image/png","modality":"image","content":"%s"}`,
		"OTel blob last": `{"content":"%s","type":"blob"}`,
		"Gemini":         `{"inlineData":{"mimeType":"image/png","data":"%s"}}`,
		"Genkit":         `{"media":{"url":"data:image/png;base64,%s"}}`,
		"Vercel":         `{"type":"image","image":"%s"}`,
	} {
		t.Run(name, func(t *testing.T) {
			part := fmt.Sprintf(part, data)
			span := spanWith(t, map[string]any{
				genAIInput: `[{"role":"user","content":[` + part + `,{"type":"text","text":"what is this?"}]},{"role":"assistant","content":"a cat"}]`,
			})
			messages, problems := readWithin(t, DefaultLimits().MaxBytes, span)
			assert.Equal(t, []signals.Message{user("what is this?"), assistant("a cat")}, messages)
			assert.Zero(t, problems)

			span = spanWith(t, map[string]any{
				"gen_ai.prompt.0.role":        "user",
				"gen_ai.prompt.0.content":     `[{"type":"text","text":"what is this?"},` + part + `]`,
				"gen_ai.completion.0.content": "a cat",
			})
			messages, problems = readWithin(t, DefaultLimits().MaxBytes, span)
			assert.Equal(t, []signals.Message{user("what is this?"), assistant("a cat")}, messages)
			assert.Zero(t, problems)
		})
	}
	for name, part := range map[string]map[string]any{
		"structured image": {"type": "image_url", "image_url": map[string]any{"url": data}},
		"structured blob":  {"type": "blob", "content": data},
		"structured bytes": {"type": "blob", "content": []byte(data)},
	} {
		t.Run(name, func(t *testing.T) {
			messages, problems := readWithin(t, DefaultLimits().MaxBytes, spanWith(t, map[string]any{genAIInput: structured(part)}))
			assert.Equal(t, []signals.Message{user("what is this?"), assistant("a cat")}, messages)
			assert.Zero(t, problems)
		})
	}
}

func TestDataURLIsNoText(t *testing.T) {
	_, messages, _ := read(t, spanWith(t, map[string]any{genAIInput: `[{"role":"user","content":"data:image/png;base64,iVBORw0K"},
		{"role":"user","content":[{"type":"text","text":"data:audio/wav;base64,iVBORw0K"}]},
		{"role":"user","content":"data: the word ;base64, is not a URL"},
		{"role":"tool","content":[{"type":"tool_result","content":[{"type":"text","text":"a cat"},
			{"type":"image","source":{"data":"iVBORw0K"}}]}]}]`}))
	assert.Equal(t, []signals.Message{
		user("data:image/png"), user("data:audio/wav"), user("data: the word ;base64, is not a URL"), result("", "a cat"),
	}, messages)
}

func TestNewestOfTextThatIsNotWhole(t *testing.T) {
	long := strings.Repeat("x", 100)
	first := `{"role":"user","content":"` + long + `"}`
	for name, tt := range map[string]struct {
		text    string
		want    []signals.Message
		problem Problem
	}{
		"cut off": {
			`[` + first + `,{"role":"assistant","content":"one"},{"role":"user","content":"tw`,
			[]signals.Message{user(long[:4]), assistant("one"), user("tw")},
			TruncatedJSON,
		},
		"invalid":    {`[` + first + `,{"role":"user","content":"three"},}]`, []signals.Message{user(long[:4]), user("three")}, InvalidJSON},
		"wrong type": {`[` + first + `,7,{"role":"user","content":"three"}]`, []signals.Message{user(long[:4]), user("three")}, WrongType},
		"one":        {first, []signals.Message{user(long[:9])}, TooLarge},
	} {
		messages, problems := readWithin(t, 9, spanWith(t, map[string]any{genAIInput: tt.text}))
		assert.Equal(t, tt.want, messages, name)
		want := tooLarge
		want[tt.problem] = 1
		assert.Equal(t, want, problems, name)
	}
}

func TestMessagesThatAreLookedForAreBounded(t *testing.T) {
	const count = maxElements + 100
	messages, problems := readWithin(t, 8*count, spanWith(t, map[string]any{
		genAIInput: `[` + strings.Repeat(`{"role":"user","content":"x"},`, count-1) + `{"role":"user","content":"last"}]`,
	}))
	require.Len(t, messages, maxElements)
	assert.Equal(t, "last", messages[maxElements-1].Text)
	assert.Equal(t, tooLarge, problems)
}
