package conversation

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// hashOf is what stands in place of a text.
func hashOf(text string) string {
	mac := hmac.New(sha256.New, []byte(hashKey))
	mac.Write([]byte(text))
	return "hmac:" + hex.EncodeToString(mac.Sum(nil))[:32]
}

func TestHashText(t *testing.T) {
	hi, seven, secret := hashOf("hi"), hashOf("7"), hashOf("secret")
	for name, tt := range map[string]struct{ text, want string }{
		"plain":      {"hi", hi},
		"empty":      {"", ""},
		"spaces":     {"  ", hashOf("  ")},
		"unescaped":  {`"h\u0069"`, hi},
		"twice":      {`"\"hi\""`, hi},
		"no JSON":    {`{"role":`, hashOf(`{"role":`)},
		"a question": {"[1] Why?", hashOf("[1] Why?")},
		"a message": {
			` [{"role": "user", "id":"call_1", "content":"hi", "n": 7, "ok": true, "none": null}]`,
			`[{"role":"user","id":"call_1","content":"` + hi + `","` + hashOf("n") + `":"` + seven + `","` + hashOf("ok") + `":true,"` +
				hashOf("none") + `":null}]`,
		},
		"words in the place of others": {
			`{"role":"secret","type":"secret","id":"secret","finish_reason":"secret"}`,
			`{"role":"` + secret + `","type":"` + secret + `","id":"` + secret + `","finish_reason":"` + secret + `"}`,
		},
		"a user's name": {`{"role":"user","name":"secret"}`, `{"role":"user","name":"` + secret + `"}`},
		"a tool's name": {`{"name":"find","role":"tool"}`, `{"name":"find","role":"tool"}`},
		"arguments": {
			`{"tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"{\"name\":\"secret\"}"}}]}`,
			`{"tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"{\"name\":\"` + secret + `\"}"}}]}`,
		},
		"Gemini's": {
			`{"contents":[{"role":"user","parts":[{"text":"hi"},{"functionCall":{"name":"find","args":{"q":7}}}]}]}`,
			`{"contents":[{"role":"user","parts":[{"text":"` + hi + `"},{"functionCall":{"name":"find","args":{"` + hashOf("q") + `":"` +
				seven + `"}}}]}]}`,
		},
		"numbers": {"[" + strings.Repeat("7,", 1000) + "7]", hashOf("[" + strings.Repeat("7,", 1000) + "7]")},
		"deep":    {strings.Repeat("[", 100) + strings.Repeat("]", 100), hashOf(strings.Repeat("[", 100) + strings.Repeat("]", 100))},
	} {
		assert.Equal(t, tt.want, newHasher([]byte(hashKey)).text(tt.text, 0), name)
	}
	assert.NotEqual(t, hi, newHasher([]byte("another key of a hasher")).text("hi", 0))
}

func TestHashStructured(t *testing.T) {
	for name, tt := range map[string]struct{ value, want any }{
		"bytes":  {[]byte("hi"), hashOf("hi")},
		"number": {int64(7), hashOf("7")},
		"true":   {true, true},
		"empty":  {nil, nil},
		"message": {
			map[string]any{"role": "tool", "name": "f", "content": "hi"},
			map[string]any{"role": "tool", "name": "f", "content": hashOf("hi")},
		},
		"parts": {
			[]any{map[string]any{"type": "text", "text": "hi"}, "hi"},
			[]any{map[string]any{"type": "text", "text": hashOf("hi")}, hashOf("hi")},
		},
	} {
		v := pcommon.NewValueEmpty()
		require.NoError(t, v.FromRaw(tt.value), name)
		newHasher([]byte(hashKey)).value(v, shapeDocument, false)
		assert.Equal(t, tt.want, v.AsRaw(), name)
	}
	v := pcommon.NewValueEmpty()
	require.NoError(t, v.FromRaw(map[string]any{"role": "user"}))
	newHasher([]byte(hashKey)).value(v, shapeDocument, true)
	assert.Equal(t, hashOf(`{"role":"user"}`), v.AsRaw(), "over the limit")
}

// TestEqualTextsHashAlike looks in all recordings for the hashes of what was said in them.
func TestEqualTextsHashAlike(t *testing.T) {
	texts := map[string]bool{}
	for _, m := range append(coding(), refund(true)...) {
		texts[m.Text] = m.Text != ""
	}
	found := 0
	for _, file := range recordings(t) {
		before := load(t, file)
		after := ptrace.NewTraces()
		before.CopyTo(after)
		spans.Each(after, hashed)
		said, hashes := leavesOf(before), leavesOf(after)
		for text, ok := range texts {
			if ok && said[text] {
				found++
				assert.True(t, hashes[hashOf(text)], "%s: %q", file, text)
				assert.False(t, hashes[text], "%s: %q", file, text)
			}
		}
	}
	assert.Greater(t, found, 300)
}

// TestLogsHashLikeSpans looks in recorded log records for the hashes of what was said in them.
func TestLogsHashLikeSpans(t *testing.T) {
	policy := ContentPolicy{Messages: Hash, Faults: Hash, MaxBytes: DefaultLimits().MaxBytes, HashKey: []byte(hashKey)}
	for name, said := range map[string][]signals.Message{"otel-openai-0.5.coding.good": coding(), "otel-openai-0.21.refund": refund(true)} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".logs.json"))
		require.NoError(t, err)
		logs, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(data)
		require.NoError(t, err)
		before := leavesOfLogs(logs)
		policy.ApplyLogs(logs)
		after, found := leavesOfLogs(logs), 0
		for _, m := range said {
			if m.Text != "" && before[m.Text] {
				found++
				assert.True(t, after[hashOf(m.Text)], "%s: %q", name, m.Text)
			}
		}
		assert.Greater(t, found, 4, name)
	}
}

func leavesOfLogs(logs plog.Logs) map[string]bool {
	leaves := map[string]bool{}
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				eachLeaf("", record.Body().AsRaw(), func(_, text string) { leaves[text] = true })
			}
		}
	}
	return leaves
}

// leavesOf returns all texts of spans, those in JSON too.
func leavesOf(traces ptrace.Traces) map[string]bool {
	leaves := map[string]bool{}
	add := func(attributes pcommon.Map) {
		for _, v := range attributes.All() {
			eachLeaf("", v.AsRaw(), func(_, text string) {
				var inner string
				if json.Unmarshal([]byte(text), &inner) == nil {
					text = inner
				}
				leaves[text] = true
			})
		}
	}
	spans.Each(traces, func(span ptrace.Span) {
		add(span.Attributes())
		for _, event := range span.Events().All() {
			add(event.Attributes())
		}
	})
	return leaves
}
