package planoheaders

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

func TestHeaderValue(t *testing.T) {
	many := make([]any, 10_000)
	for i := range many {
		many[i] = "line"
	}
	for _, tt := range []struct {
		name string
		in   any
		want string
	}{
		{"string", "u-42", "u-42"},
		{"trimmed", " \t u-42\r\n", "u-42"},
		{"empty", "   ", ""},
		{"int", 42, "42"},
		{"double", 0.5, "0.5"},
		{"bool", true, "true"},
		{"one line", []any{" u-42 "}, "u-42"},
		{"lines", []any{"a", " b ", 3}, "a, b, 3"},
		{"cut", "abcdefghijk", "abcdefgh"},
		{"cut after trimming", "  abcdefgh  ", "abcdefgh"},
		{"cut at a rune", "ééééééééé", "éééééééé"},
		{"flags count as characters", "🚩🚩🚩🚩🚩🚩🚩🚩🚩", "🚩🚩🚩🚩🚩🚩🚩🚩"},
		{"many lines", many, "line, li"},
		{"not UTF-8", "a\xffb", "a\uFFFDb"},
		{"colours", "\x1b[31mred", "\uFFFD[31mred"},
		{"lines of one value", "a\r\nb\tc", "a  b c"},
		{"direction", []any{"a\u202eb", "c\x07"}, "a\uFFFDb, c\uFFFD"},
		{"not UTF-8 and long", strings.Repeat("\xff", 20), "\uFFFD"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := pcommon.NewValueEmpty()
			require.NoError(t, v.FromRaw(tt.in))
			got, ok := headerValue(v, 8)
			assert.True(t, ok)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestHeaderValueRefusesWhatNoHeaderHolds(t *testing.T) {
	for name, in := range map[string]any{
		"nothing":     nil,
		"map":         map[string]any{"a": "b"},
		"bytes":       []byte("a"),
		"no lines":    []any{},
		"nested":      []any{[]any{"a"}},
		"nested late": []any{"a", []any{"b"}},
		"map in list": []any{map[string]any{"a": "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := pcommon.NewValueEmpty()
			require.NoError(t, v.FromRaw(in))
			_, ok := headerValue(v, 8)
			assert.False(t, ok)
		})
	}
}

func TestDeeplyNestedValuesAreNotRead(t *testing.T) {
	for name, put := range map[string]func(pcommon.Slice) pcommon.Slice{
		"list": func(s pcommon.Slice) pcommon.Slice { return s.AppendEmpty().SetEmptySlice() },
		"map":  func(s pcommon.Slice) pcommon.Slice { return s.AppendEmpty().SetEmptyMap().PutEmptySlice("a") },
	} {
		t.Run(name, func(t *testing.T) {
			v := pcommon.NewValueSlice()
			for i, inner := 0, v.Slice(); i < 1_000_000; i++ {
				inner = put(inner)
			}
			_, ok := headerValue(v, 256)
			assert.False(t, ok)
		})
	}
}

func FuzzCleanValue(f *testing.F) {
	f.Add(" u-42 ", 8)
	f.Add("🚩🚩🚩", 2)
	f.Add("\xff\xfe\xfd", 1)
	f.Fuzz(func(t *testing.T, s string, maxLength int) {
		maxLength = 1 + (maxLength&0x7fffffff)%512
		got := cleanValue(s, maxLength)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > maxLength {
			t.Fatalf("%q: %q is no UTF-8 or longer than %d", s, got, maxLength)
		}
		if strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q: %q holds a control character", s, got)
		}
	})
}
