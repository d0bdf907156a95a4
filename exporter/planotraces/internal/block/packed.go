package block

import (
	"encoding/hex"
	"strings"
)

// How texts are spelled in a stream.
const (
	formPlain = iota
	// formHex is lower-case hexadecimal digits, an even number of them, the same for all.
	formHex
	// formUUID is lower-case UUIDs with their dashes.
	formUUID
	forms
)

const (
	uuidLength = 36
	uuidBytes  = 16
	// maxPrefix is how much of what all texts begin with is left out.
	maxPrefix = 64
)

// commonPrefix returns what all texts begin with, at most maxPrefix bytes of it.
func commonPrefix(texts []string) string {
	prefix := texts[0]
	if len(prefix) > maxPrefix {
		prefix = prefix[:maxPrefix]
	}
	for _, text := range texts {
		if !strings.HasPrefix(text, prefix) {
			n := 0
			for n < len(text) && text[n] == prefix[n] {
				n++
			}
			prefix = prefix[:n]
		}
		if prefix == "" {
			break
		}
	}
	return prefix
}

// formOf says how texts can be spelled, and what of the prefix they then go without.
func formOf(texts []string, prefix string) (form int, without string) {
	short := strings.TrimRight(prefix, "0123456789abcdef-")
	length := len(texts[0])
	for _, text := range texts {
		if len(text) != length {
			return formPlain, prefix
		}
	}
	switch n := length - len(short); {
	case n == uuidLength && all(texts, func(text string) bool { return isUUID(text[len(short):]) }):
		return formUUID, short
	case n >= 8 && n%2 == 0 && all(texts, func(text string) bool { return isHex(text[len(short):]) }):
		return formHex, short
	}
	return formPlain, prefix
}

func all(texts []string, is func(string) bool) bool {
	for _, text := range texts {
		if !is(text) {
			return false
		}
	}
	return true
}

func isHex(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }

func isUUID(text string) bool {
	for i := range len(text) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if text[i] != '-' {
				return false
			}
		} else if !isDigit(text[i]) {
			return false
		}
	}
	return len(text) == uuidLength
}

// appendPacked appends half as many bytes as the text has digits.
func appendPacked(to []byte, form int, text string) []byte {
	high, half := byte(0), false
	for i := range len(text) {
		c := text[i]
		if form == formUUID && c == '-' {
			continue
		}
		digit := c - '0'
		if c >= 'a' {
			digit = c - 'a' + 10
		}
		if half {
			to = append(to, high|digit)
		} else {
			high = digit << 4
		}
		half = !half
	}
	return to
}

func appendUnpacked(to []byte, form int, packed []byte) []byte {
	if form == formHex {
		return hex.AppendEncode(to, packed)
	}
	for i := range packed {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			to = append(to, '-')
		}
		to = hex.AppendEncode(to, packed[i:i+1])
	}
	return to
}

// pack returns the spelling of a text that is looked for; false if it can't be one of these.
func pack(form, width int, text string) (string, bool) {
	switch {
	case form == formPlain:
		return text, true
	case form == formUUID && isUUID(text), form == formHex && len(text) == 2*width && isHex(text):
		return string(appendPacked(nil, form, text)), true
	}
	return "", false
}
