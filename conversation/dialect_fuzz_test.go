package conversation

import (
	"cmp"
	"encoding/json"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// A span is fuzzed as fields KEY unit VALUE that end with a record separator. A key may begin with the name of an event and a
// group separator. A value may begin with a mark of its type.
const (
	unit, record, group = "\x1f", "\x1e", "\x1d"

	markJSON, markBytes = "\x01", "\x02"
)

// fuzzDialect builds spans of a dialect: whatever stands in them, they are read alike before and after the wire, within limits,
// and what the policies leave of them is no content.
func fuzzDialect(f *testing.F, d *dialect) {
	f.Helper()
	for _, seed := range seedsOf(f, d) {
		f.Add(seed, 1<<20)
	}
	for _, text := range []string{
		"hi", `[{"role":"user","content":"hi"},{"role":`, `{"messages":[{"role":"tool","content":[{"text":"\u00e9"}]}]}`,
	} {
		f.Add("key"+unit+text+record+"1.role"+unit+markJSON+`["user"]`+record+"event"+group+"content"+unit+text, 20)
	}
	patterns := attributePatterns(d)
	f.Fuzz(func(t *testing.T, fields string, maxBytes int) {
		if maxBytes < 1 || len(fields) > 1<<16 {
			return
		}
		start := time.Now()
		span := fuzzedSpan(d, patterns, fields)
		messages, problems := readFuzzed(t, span, maxBytes)
		again, problemsAgain := readFuzzed(t, overTheWire(t, span), maxBytes)
		if !slices.Equal(messages, again) {
			require.Equal(t, messages, again)
		}
		require.Equal(t, problems, problemsAgain)
		checkPolicies(t, span, maxBytes)
		require.Less(t, time.Since(start), 10*time.Second)
	})
}

// recordedSpans are those of all recordings, read once for all targets.
var (
	recordedOnce  sync.Once
	recordedSpans []ptrace.Span
)

// seedsOf returns the smallest recorded spans that hold content of the dialect, each only with what the dialect declares.
func seedsOf(f *testing.F, d *dialect) []string {
	f.Helper()
	recordedOnce.Do(func() {
		for _, file := range recordings(f) {
			spans.Each(load(f, file), func(span ptrace.Span) { recordedSpans = append(recordedSpans, span) })
		}
	})
	var seeds []string
	for _, span := range recordedSpans {
		if seed := seedOf(d, span); seed != "" && len(seed) < 4096 {
			seeds = append(seeds, seed)
		}
	}
	slices.SortFunc(seeds, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	seeds = slices.Compact(seeds)
	const few = 12
	if step := len(seeds) / few; step > 1 {
		seeds = slices.Collect(func(yield func(string) bool) {
			for i := 0; i < len(seeds) && yield(seeds[i]); i += step {
			}
		})
	}
	return seeds
}

func seedOf(d *dialect, span ptrace.Span) string {
	var seed strings.Builder
	patterns := attributePatterns(d)
	put := func(key string, v pcommon.Value) {
		mark := ""
		if v.Type() != pcommon.ValueTypeStr {
			mark = markJSON
		}
		seed.WriteString(key + unit + mark + v.AsString() + record)
	}
	for key, v := range span.Attributes().All() {
		if slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, key) }) {
			put(key, v)
		}
	}
	for _, e := range span.Events().All() {
		if slices.ContainsFunc(d.events, func(declared event) bool { return declared.name == e.Name() }) {
			for key, v := range e.Attributes().All() {
				put(e.Name()+group+key, v)
			}
		}
	}
	return seed.String()
}

func attributePatterns(d *dialect) []string {
	patterns := slices.Clone(d.marks)
	for _, c := range d.content {
		patterns = append(patterns, c.key)
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
	slices.Sort(patterns)
	return patterns
}

// fuzzedSpan has each field under a key, or in an event, of the dialect: those that it does not declare become some that it
// does.
func fuzzedSpan(d *dialect, patterns []string, fields string) ptrace.Span {
	span := ptrace.NewSpan()
	events := map[string]ptrace.SpanEvent{}
	for field := range strings.SplitSeq(fields, record) {
		key, value, _ := strings.Cut(field, unit)
		name, eventKey, inEvent := strings.Cut(key, group)
		if !inEvent || len(d.events) == 0 {
			declared := func(pattern string) bool { return matches(pattern, key) }
			if len(patterns) > 0 && !slices.ContainsFunc(patterns, declared) {
				key = strings.Replace(some(patterns, key), "*", key, 1)
			}
			putFuzzed(span.Attributes().PutEmpty(key), value)
			continue
		}
		if !slices.ContainsFunc(d.events, func(e event) bool { return e.name == name }) {
			name = some(d.events, name).name
		}
		if _, ok := events[name]; !ok {
			events[name] = span.Events().AppendEmpty()
			events[name].SetName(name)
		}
		putFuzzed(events[name].Attributes().PutEmpty(eventKey), value)
	}
	return span
}

// some returns the same one of them for the same text.
func some[T any](of []T, text string) T {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text))
	return of[h.Sum32()%uint32(len(of))]
}

func putFuzzed(v pcommon.Value, text string) {
	if document, ok := strings.CutPrefix(text, markJSON); ok {
		var tree any
		if json.Unmarshal([]byte(document), &tree) == nil && v.FromRaw(tree) == nil {
			return
		}
	}
	if data, ok := strings.CutPrefix(text, markBytes); ok {
		v.SetEmptyBytes().FromRaw([]byte(data))
		return
	}
	v.SetStr(text)
}

func overTheWire(t *testing.T, span ptrace.Span) ptrace.Span {
	t.Helper()
	traces := ptrace.NewTraces()
	span.CopyTo(traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty())
	data, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	traces, err = (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(t, err)
	return traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
}

// readFuzzed reads a span and holds its messages to the limit.
func readFuzzed(t *testing.T, span ptrace.Span, maxBytes int) ([]signals.Message, Problems) {
	t.Helper()
	r := NewReader(Limits{MaxBytes: maxBytes}, classifier)
	facts := r.Scan(span, "app")
	if facts == nil {
		return nil, Problems{}
	}
	r.FailedTool(facts)
	messages, problems := r.Messages(facts)
	size := 0
	for _, m := range messages {
		size += len(m.Text) + len(m.Arguments) + len(m.Tool) + len(m.CallID)
	}
	require.LessOrEqual(t, size, maxBytes)
	return messages, *problems
}
