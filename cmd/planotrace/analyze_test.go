package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/protobuf/encoding/protowire"
)

// analyzed runs analyze and returns the reports and what was said.
func analyzed(t *testing.T, code int, in string, arguments ...string) (reports []reportLine, said string) {
	t.Helper()
	var out, errs bytes.Buffer
	assert.Equal(t, code, run(append([]string{"analyze"}, arguments...), strings.NewReader(in), &out, &errs), errs.String())
	for line := range strings.Lines(out.String()) {
		var report reportLine
		require.NoError(t, json.Unmarshal([]byte(line), &report))
		reports = append(reports, report)
	}
	return reports, errs.String()
}

func indented(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, json.Indent(&out, []byte(text), "", "  "))
	return out.String()
}

func TestAnalyzeReadsEveryFormOfJSON(t *testing.T) {
	want, said := analyzed(t, exitOK, happy+"\n"+angry+"\n")
	require.Len(t, want, 2)
	require.Empty(t, said)
	for name, in := range map[string]string{
		"byte order mark":     "\ufeff" + happy + "\n" + angry,
		"array":               "[" + happy + "," + angry + "]",
		"pretty array":        indented(t, "["+happy+","+angry+"]"),
		"pretty documents":    indented(t, happy) + "\n" + indented(t, angry),
		"an element a line":   "[\n" + happy + ",\n" + angry + "\n]\n",
		"one array a line":    "[" + happy + "]\n[" + angry + "]\n",
		"carriage returns":    happy + "\r\n" + angry + "\r\n",
		"pretty with a BOM":   "\ufeff" + indented(t, "["+happy+","+angry+"]"),
		"documents, one line": happy + "\n\n\n" + angry,
	} {
		got, said := analyzed(t, exitOK, in, "-")
		assert.Equal(t, want, got, name)
		assert.Empty(t, said, name)
	}
}

func refund(t *testing.T) (ptrace.Traces, string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "examples", "refund.json"))
	require.NoError(t, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(text)
	require.NoError(t, err)
	return traces, string(text)
}

func TestAnalyzeReadsTraces(t *testing.T) {
	traces, pretty := refund(t)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, []byte(pretty)))
	protobuf, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	want, said := analyzed(t, exitOK, pretty)
	require.Empty(t, said)
	require.Len(t, want, 6)
	last := want[5]
	assert.Equal(t, originLine{
		ID: "02e5071c0e1c1101f0ea75f8ad7130a7", TraceID: "02e5071c0e1c1101f0ea75f8ad7130a7", SpanID: "c8e3fd2538b6ab89",
	}, last.originLine)
	assert.Equal(t, "Severe", last.Quality)
	assert.Equal(t, 4, last.TurnCount)
	for name, in := range map[string]string{
		"JSON line": compact.String() + "\n", "protobuf": string(protobuf), "array": "[" + pretty + "]",
	} {
		got, said := analyzed(t, exitOK, in)
		assert.Equal(t, want, got, name)
		assert.Empty(t, said, name)
	}
	framed := string(binary.BigEndian.AppendUint32(nil, uint32(len(protobuf)))) + string(protobuf)
	for name, in := range map[string]string{
		"file exporter, JSON": compact.String() + "\n" + compact.String(), "file exporter, protobuf": framed + framed,
	} {
		got, _ := analyzed(t, exitOK, in)
		assert.Equal(t, slices.Concat(want, want), got, name)
	}
}

func TestAnalyzeTableNamesTraceAndSpan(t *testing.T) {
	var out, errs bytes.Buffer
	require.Equal(t, exitOK, run([]string{"analyze", "--table", filepath.Join("..", "..", "examples", "happy.json")}, nil, &out, &errs))
	assert.Contains(t, out.String(), "\n9db3da38/8cedf69a916654ef    Good ")
}

func TestAnalyzeSaysWhereNoConversationIs(t *testing.T) {
	const name = "otel-aws-sdk-0.78.coding.good.traces.json"
	got, said := analyzed(t, exitOK, "", filepath.Join("..", "..", "conversation", "testdata", name))
	assert.Empty(t, got)
	assert.Contains(t, said, name+": none of the ")
}

func TestAnalyzeUnreadableFileIsOneError(t *testing.T) {
	for in, want := range map[string]string{
		strings.Repeat("a,b,c\n", 1000):             "looks like plain text; must be conversations",
		strings.Repeat(`{"event":"x"}`+"\n", 1000):  "looks like JSON objects with the keys event; must be",
		"\x1f\x8b\x08\x00\x00":                      "looks like gzip; must be",
		indented(t, `{"resourceLogs":[{"a":[1]}]}`): "looks like OTLP logs; must be",
	} {
		got, said := analyzed(t, exitBadInput, in)
		assert.Empty(t, got)
		assert.Equal(t, 1, strings.Count(said, "\n"), said)
		assert.Contains(t, said, "planotrace analyze: standard input: "+want)
		assert.Contains(t, said, "OTLP traces as JSON or protobuf\n")
	}
}

func TestAnalyzePassesOverLongLines(t *testing.T) {
	long := `{"id":"long","messages":"` + strings.Repeat("x", 1<<20) + `"}`
	got, said := analyzed(t, exitBadInput, happy+"\n"+long+"\n"+angry+"\n", "--max-size", "1")
	require.Len(t, got, 3)
	assert.Equal(t, []string{"happy", "", "angry"}, []string{got[0].ID, got[1].ID, got[2].ID})
	assert.Equal(t, "planotrace analyze: standard input:2: line: too long, must be at most 1048576 bytes (see --max-size)\n", said)
}

// nestedArrays is a span with one attribute, an array in an array in an array.
func nestedArrays(depth int) []byte {
	const (
		anyArray, arrayValues               = 5, 1
		keyValueValue, spanAttributes       = 2, 9
		scopeSpans, resourceScopes, request = 2, 2, 1
	)
	// From the inside out; written backwards, as prefixes of known length.
	var reversed []byte
	prefix := func(field protowire.Number) {
		head := protowire.AppendTag(nil, field, protowire.BytesType)
		head = protowire.AppendVarint(head, uint64(len(reversed)))
		for i := len(head) - 1; i >= 0; i-- {
			reversed = append(reversed, head[i])
		}
	}
	for range depth {
		prefix(arrayValues)
		prefix(anyArray)
	}
	for _, field := range []protowire.Number{keyValueValue, spanAttributes, scopeSpans, resourceScopes, request} {
		prefix(field)
	}
	message := make([]byte, 0, len(reversed))
	for i := len(reversed) - 1; i >= 0; i-- {
		message = append(message, reversed[i])
	}
	return message
}

func TestAnalyzeSurvivesNesting(t *testing.T) {
	_, said := analyzed(t, exitBadInput, string(nestedArrays(1_500_000)))
	assert.Contains(t, said, "standard input:1: protobuf messages: must be nested at most 10000 deep, are deeper")
	_, said = analyzed(t, exitOK, string(nestedArrays(100)))
	assert.Contains(t, said, "none of the 1 spans")
	deep := `{"resourceSpans":` + strings.Repeat("[", 60<<20)
	_, said = analyzed(t, exitBadInput, happy+"\n"+deep)
	assert.Contains(t, said, "standard input:2: ")
}

func TestAnalyzeDocumentedExample(t *testing.T) {
	documentation, err := os.ReadFile(filepath.Join("..", "..", "docs", "run.md"))
	require.NoError(t, err)
	var out, errs bytes.Buffer
	file := filepath.Join("..", "..", "examples", "conversations.jsonl")
	require.Equal(t, exitOK, run([]string{"analyze", "--table", file}, nil, &out, &errs))
	assert.Contains(t, string(documentation), "$ bin/planotrace analyze --table examples/conversations.jsonl\n"+out.String()+"```\n")
	assert.Empty(t, errs.String())
}
