package toolresult

import "github.com/otelcol-plano/otelcol-plano/signals/internal/text"

// appendSpelledOut appends a text in which the words of identifiers stand apart: RateLimitError and
// rate_limit_exceeded become "Rate Limit Error" and "rate limit exceeded". It says whether there were any.
func appendSpelledOut(to []byte, written string) (spelled []byte, changed bool) {
	for i := 0; i < len(written); i++ {
		c := written[i]
		switch {
		case c == '_':
			c, changed = ' ', true
		case text.IsUpper(c) && i > 0 && opensWord(written, i):
			to, changed = append(to, ' '), true
		}
		to = append(to, c)
	}
	return to, changed
}

// opensWord says whether the capital at i opens a word within an identifier: after a small letter, or as the last
// of several capitals before one.
func opensWord(written string, i int) bool {
	before := written[i-1]
	if !text.IsWordByte(before) || before == '_' {
		return false
	}
	return !text.IsUpper(before) || i+1 < len(written) && text.IsLower(written[i+1])
}
