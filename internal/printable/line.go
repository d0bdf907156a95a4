// Package printable makes text from outside safe to show in a terminal and in a line of a log.
package printable

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s as one line without control characters: those that are white space become a space, all others, what
// is not UTF-8, and the characters that change the direction of writing (Unicode's Bidi_Control) become U+FFFD. A text
// that has none of them is returned as it is.
func Line(s string) string {
	for i := 0; i < len(s); {
		if ' ' <= s[i] && s[i] < unicode.MaxASCII {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if size == 1 || printed(r) != r {
			return strings.Map(printed, s)
		}
		i += size
	}
	return s
}

const (
	nextLine           = '\u0085'
	lastControl        = '\u009f'
	lineSeparator      = '\u2028'
	paragraphSeparator = '\u2029'
	lastBidiControl    = '\u2069'
)

// printed returns what stands for a character in a line.
func printed(r rune) rune {
	switch {
	case r > lastBidiControl, ' ' <= r && r < unicode.MaxASCII:
		return r
	case '\t' <= r && r <= '\r', r == nextLine, r == lineSeparator, r == paragraphSeparator:
		return ' '
	case r <= lastControl, unicode.Is(unicode.Bidi_Control, r):
		return utf8.RuneError
	}
	return r
}
