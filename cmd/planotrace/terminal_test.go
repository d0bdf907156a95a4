package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"plain, größer, 日本語 🚩":         "plain, größer, 日本語 🚩",
		"می\u200cخواهم 👩\u200d💻":       "می\u200cخواهم 👩\u200d💻",
		"a\u202fb":                     "a\u202fb",
		"\x1b[2J\x1b]0;x\a":            `\x1b[2J\x1b]0;x\a`,
		"a\nb\r\tc\x00\x7f":            `a\nb\r\tc\x00\x7f`,
		"\u009b31m":                    `\u009b31m`,
		"\u202egnp.exe\u2066\u2069":    `\u202egnp.exe\u2066\u2069`,
		"a\u2028b\ufeff\U000e0041":     `a\u2028b\ufeff\U000e0041`,
		"bad \xff\xc3 UTF-8 \ufffd ok": `bad \xff\xc3 UTF-8 ` + "\ufffd ok",
	} {
		assert.Equal(t, want, escape(text))
	}
}

// hostile is written into every text of a conversation.
const hostile = "\x1b[2J\x1b]0;owned\a\u009b31m\u202e\u2066\r\n\x7f\u2028"

// shown has no character that a terminal obeys, but the ends of its lines.
func shown(t *testing.T, text string) {
	t.Helper()
	for _, r := range strings.TrimSuffix(text, "\n") {
		if r != '\n' && !unicode.IsGraphic(r) {
			t.Errorf("%U in %q", r, text)
			return
		}
	}
}

func TestHostileTextsAreShownEscaped(t *testing.T) {
	line, err := json.Marshal(map[string]any{
		"id": hostile + "id",
		"messages": []any{
			map[string]any{"role": "user", "content": "let me talk to a human " + hostile + " let me talk to a human, " + hostile},
			map[string]any{"role": "assistant", "tool_calls": []any{
				map[string]any{"id": "1", "function": map[string]any{"name": hostile, "arguments": hostile}},
			}},
			map[string]any{"role": "tool", "tool_call_id": "1", "content": "Error: invalid argument " + hostile},
		},
	})
	require.NoError(t, err)
	bad, err := json.Marshal(map[string]any{"id": hostile, "messages": []any{map[string]any{"role": hostile}}})
	require.NoError(t, err)
	in := string(line) + "\n" + string(bad) + "\n\x1b[31m{\n"
	for _, arguments := range [][]string{{"analyze", "--table"}, {"analyze"}, {"analyze", "-", "\x1b[31mno such file"}} {
		var out, errs bytes.Buffer
		assert.Equal(t, exitBadInput, run(arguments, strings.NewReader(in), &out, &errs))
		shown(t, out.String())
		shown(t, errs.String())
	}
	var out, errs bytes.Buffer
	run([]string{"analyze", "--table"}, strings.NewReader(in), &out, &errs)
	assert.Contains(t, out.String(), `\x1b[2J\x1b]0;owned\a`)
	assert.Len(t, strings.Split(strings.TrimSpace(out.String()), "\n"), 4)

	out.Reset()
	run([]string{"analyze"}, strings.NewReader(in), &out, &errs)
	var report reportLine
	require.NoError(t, json.Unmarshal([]byte(strings.Split(out.String(), "\n")[0]), &report))
	assert.Equal(t, hostile+"id", report.ID)
	assert.NotEmpty(t, report.Signals)

	out.Reset()
	errs.Reset()
	run([]string{"\x1b[31m"}, nil, &out, &errs)
	shown(t, errs.String())
	errs.Reset()
	run([]string{"config"}, strings.NewReader("tracing: {opentracing_grpc_endpoint: \"\\e[31m\\u202e\"}"), &out, &errs)
	shown(t, errs.String())
	shown(t, out.String())
}
