package main

import (
	"fmt"
	"io"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// say writes for people. Where nobody can read it, nothing is left to be done.
func say(w io.Writer, format string, arguments ...any) {
	_, _ = fmt.Fprintf(w, format, arguments...)
}

// complain writes each of the errors that are joined in one on a line of its own.
func complain(w io.Writer, command string, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			complain(w, command, err)
		}
		return
	}
	say(w, "%s: %s\n", command, escape(err.Error()))
}

// escape returns a text that a terminal shows as it is: control characters, overrides of the direction of
// writing and all else that is not printed become \n, \x1b, \u202e.
func escape(text string) string {
	for i, r := range text {
		if !isShown(r) || r == utf8.RuneError {
			return string(appendEscaped([]byte(text[:i]), text[i:]))
		}
	}
	return text
}

func appendEscaped(to []byte, text string) []byte {
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if isShown(r) && (r != utf8.RuneError || size > 1) {
			to = append(to, text[:size]...)
		} else {
			to = appendQuoted(to, text[:size])
		}
		text = text[size:]
	}
	return to
}

// appendQuoted appends Go's spelling of characters without the quotes around it.
func appendQuoted(to []byte, text string) []byte {
	quoted := strconv.Quote(text)
	return append(to, quoted[1:len(quoted)-1]...)
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// isShown is true for what a terminal prints, and for the joiners with which scripts and emoji are written.
func isShown(r rune) bool {
	return unicode.IsGraphic(r) || r == zeroWidthJoiner || r == zeroWidthNonJoiner
}
