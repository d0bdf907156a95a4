package tracemcp

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	opening = "⟦"
	closing = "⟧"
	// nameBytes bounds names that come out of spans: services, tools, models.
	nameBytes = 80
)

// quote returns a stranger's text between ⟦ and ⟧ on one line; what is longer than the limit is cut, and told behind it. Inside, nothing
// looks like the end, and nothing is there that a person who reads it does not see.
func quote(text string, limit int) string {
	return quoteOf(text, limit, 0)
}

// quoteOf does the same for a text that was cut before, of which all bytes are known.
func quoteOf(text string, limit, whole int) string {
	shown, left := cut(text, limit)
	if whole > len(text) {
		left = whole - len(shown)
	}
	var b strings.Builder
	b.WriteString(opening)
	escape(&b, shown)
	if left > 0 {
		fmt.Fprintf(&b, "…%s(+%d B)", closing, left)
	} else {
		b.WriteString(closing)
	}
	return b.String()
}

func escape(to *strings.Builder, text string) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(to, `\x%02x`, text[i])
		case r == '\n':
			to.WriteString(`\n`)
		case r == '\t':
			to.WriteString(`\t`)
		case r == '\r':
			to.WriteString(`\r`)
		case unicode.Is(unicode.Zs, r):
			to.WriteByte(' ')
		case unseen(r):
			fmt.Fprintf(to, `\u{%x}`, r)
		default:
			to.WriteRune(r)
		}
		i += size
	}
}

const (
	firstVariation = '\U000e0100'
	lastVariation  = '\U000e01ef'
)

// unseen tells characters that do not show, or that quote itself uses. Selectors of variations of which most fonts have none carry
// hidden text.
func unseen(r rune) bool {
	return r == '⟦' || r == '⟧' || !unicode.IsPrint(r) || firstVariation <= r && r <= lastVariation
}

// name returns a name out of a span: as it is where it can't be mistaken for anything else, else as quote does.
func name(text string) string {
	if text == "" {
		return "-"
	}
	for _, r := range text {
		if r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._:/@+-#", r) {
			return quote(text, nameBytes)
		}
	}
	if len(text) > nameBytes {
		return quote(text, nameBytes)
	}
	return text
}

func names(texts []string) string {
	const most = 5
	var shown []string
	for i, text := range texts {
		if i == most {
			shown = append(shown, fmt.Sprintf("and %d more", len(texts)-most))
			break
		}
		shown = append(shown, name(text))
	}
	return strings.Join(shown, ", ")
}
