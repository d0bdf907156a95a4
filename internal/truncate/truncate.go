// Package truncate shortens text that comes from outside.
package truncate

import "unicode/utf8"

// Characters returns the first n characters (code points) of s, without an allocation. Each byte that is not
// UTF-8 counts as one.
func Characters(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Bytes returns the beginning of s, at most n bytes of it, without an allocation. It does not end inside a character.
func Bytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for end := n; end >= 0 && end > n-utf8.UTFMax; end-- {
		if utf8.RuneStart(s[end]) {
			return s[:end]
		}
	}
	return s[:n]
}
