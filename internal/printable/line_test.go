package printable

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"chat gpt-4o 🚩":            "chat gpt-4o 🚩",
		"שלום, مرحبا, 你好":          "שלום, مرحبا, 你好",
		"👩\u200d💻 \u00a0non-break": "👩\u200d💻 \u00a0non-break",
		"a\x1b[31mb\x1b[0m":        "a\uFFFD[31mb\uFFFD[0m",
		"a\r\nb\tc":                "a  b c",
		"a\u0085b\u2028c\u2029d":   "a b c d",
		"\u009b31m\x7f\x00\x1c":    "\uFFFD31m\uFFFD\uFFFD\uFFFD",
		"a\u202eb\u2066c\u200f":    "a\uFFFDb\uFFFDc\uFFFD",
		"a\xff\xfeb":               "a\uFFFD\uFFFDb",
		"\x1b]8;;http://x\x07y\\e": "\uFFFD]8;;http://x\uFFFDy\\e",
	} {
		assert.Equal(t, want, Line(in), "%q", in)
	}
}

func TestPlainTextIsNotCopied(t *testing.T) {
	s := strings.Repeat("POST /v1/chat/completions ", 10) + "🚩"
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = Line(s) }))
}

func FuzzLine(f *testing.F) {
	f.Add("a\x1b[31mb\r\n\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := Line(s)
		assert.True(t, utf8.ValidString(got))
		assert.Equal(t, utf8.RuneCountInString(s), utf8.RuneCountInString(got))
		assert.Equal(t, got, Line(got))
		for _, r := range got {
			assert.False(t, unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r), "%q", got)
		}
	})
}
