package text

import (
	"strconv"
	"strings"
)

// Unescape reads an escape sequence of a JSON string; size is 0 where it is wrong.
func Unescape(text string) (r rune, size int) {
	if len(text) < 2 {
		return 0, 0
	}
	switch text[1] {
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case '"', '\\', '/', '\'':
		return rune(text[1]), 2
	case 'u':
		high, ok := hex4(text[2:])
		if !ok {
			return 0, 0
		}
		if high >= 0xd800 && high < 0xdc00 && strings.HasPrefix(text[6:], `\u`) {
			if low, ok := hex4(text[8:]); ok && low >= 0xdc00 && low < 0xe000 {
				return (high-0xd800)<<10 + (low - 0xdc00) + 0x10000, 12
			}
		}
		return high, 6
	}
	return 0, 0
}

func hex4(text string) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(text[:4], 16, 32)
	return rune(n), err == nil
}
