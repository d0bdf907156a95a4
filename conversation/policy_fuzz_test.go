package conversation

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
)

// hidingPolicies are those that leave nothing to be read.
func hidingPolicies(maxBytes int) []ContentPolicy {
	return []ContentPolicy{
		{Messages: Redact, Faults: Redact, MaxBytes: maxBytes},
		{Messages: Hash, Faults: Hash, MaxBytes: maxBytes, HashKey: []byte(hashKey)},
		{Messages: Drop, Faults: Drop, MaxBytes: maxBytes},
	}
}

// checkPolicies holds what policies leave of a span against what stood in it.
func checkPolicies(t *testing.T, span ptrace.Span, maxBytes int) {
	t.Helper()
	said := wordsSaid(span)
	for _, p := range hidingPolicies(maxBytes) {
		treated := ptrace.NewSpan()
		span.CopyTo(treated)
		p.span(treated)
		for key, v := range treated.Attributes().All() {
			before, ok := span.Attributes().Get(key)
			require.True(t, ok)
			if isHidden(key, before, &span) {
				require.NotEqual(t, Drop, p.Messages, key)
				checkLeaves(t, said, lastField(key), v)
			}
			checkUTF8(t, before, v)
		}
		for _, e := range treated.Events().All() {
			for key, v := range e.Attributes().All() {
				checkLeaves(t, said, key, v)
			}
		}
	}
}

// isHidden tells the attributes that hold texts of messages or of errors.
func isHidden(key string, v pcommon.Value, span *ptrace.Span) bool {
	return contentIn(key, v, span) != nil || faults.HoldsText(key, v)
}

func lastField(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// checkUTF8 demands text of whatever a policy wrote.
func checkUTF8(t *testing.T, before, after pcommon.Value) {
	t.Helper()
	if after.Type() == pcommon.ValueTypeStr && !utf8.ValidString(after.Str()) {
		require.Equal(t, before.AsRaw(), after.AsRaw())
	}
}

// checkLeaves demands that nothing is left of what was said, but words that have the form that their field shows.
func checkLeaves(t *testing.T, said map[string]bool, field string, v pcommon.Value) {
	t.Helper()
	if len(said) == 0 {
		return
	}
	eachLeaf(field, v.AsRaw(), func(field, text string) {
		if hasForm(field, text) {
			return
		}
		for word := range longWords(text) {
			require.False(t, said[word], "%q in %q is left of a message", word, field)
		}
	})
}

// shownFields are the names of fields that a policy may leave.
var shownFields = []map[string]shape{messageFields, partFields, envelopeFields, {"messages": shapeOpaque}}

// hasForm tells words that a policy may leave under a field.
func hasForm(field, text string) bool {
	for _, fields := range shownFields {
		if fields[field].shows(text) {
			return true
		}
	}
	return false
}

// wordsSaid are the long words of all content of a span.
func wordsSaid(span ptrace.Span) map[string]bool {
	said := map[string]bool{}
	for key, v := range span.Attributes().All() {
		if isHidden(key, v, &span) {
			addWords(said, v)
		}
	}
	for _, e := range span.Events().All() {
		for _, v := range e.Attributes().All() {
			addWords(said, v)
		}
	}
	return said
}

func addWords(said map[string]bool, v pcommon.Value) {
	eachLeaf("", v.AsRaw(), func(_, text string) {
		for word := range longWords(text) {
			said[word] = true
		}
	})
}

// eachLeaf calls do with every text in a value, and in JSON that is written in it, and with the names of unknown fields.
func eachLeaf(field string, value any, do func(field, text string)) {
	switch value := value.(type) {
	case string:
		var tree any
		if begin := strings.TrimSpace(value); begin != "" && (begin[0] == '[' || begin[0] == '{') && json.Unmarshal([]byte(value), &tree) == nil {
			eachLeaf(field, tree, do)
			return
		}
		do(field, value)
	case []byte:
		do(field, string(value))
	case []any:
		for _, element := range value {
			eachLeaf(field, element, do)
		}
	case map[string]any:
		for key, inner := range value {
			if !isShown(key) {
				do("", key)
			}
			eachLeaf(key, inner, do)
		}
	}
}

func isShown(key string) bool {
	return callFields[key] || slices.ContainsFunc(shownFields, func(fields map[string]shape) bool { _, ok := fields[key]; return ok })
}

// longWords goes through the words of a text that have twelve letters or more.
func longWords(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if utf8.RuneCountInString(word) >= 12 && !yield(word) {
				return
			}
		}
	}
}
