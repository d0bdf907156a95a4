package signals

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxJSONDepth is the nesting beyond which JSON is taken as plain text.
const maxJSONDepth = 64

// hashArguments returns a hash that is the same for arguments that are equal as
// JSON: whatever the order of keys, the white space, the form of numbers and the
// escapes in strings. Text that is no JSON is compared as it is.
func hashArguments(text string) uint64 {
	text = strings.TrimSpace(text)
	if text == "" {
		text = "{}"
	}
	h := jsonHasher{text: text}
	sum, ok := h.value(0)
	h.space()
	if ok && h.pos == len(text) {
		return sum
	}
	return hashString(text, 'x')
}

type jsonHasher struct {
	text string
	pos  int
}

func (h *jsonHasher) space() {
	for h.pos < len(h.text) && strings.IndexByte(" \t\r\n", h.text[h.pos]) >= 0 {
		h.pos++
	}
}

func (h *jsonHasher) value(depth int) (uint64, bool) {
	h.space()
	if h.pos >= len(h.text) || depth > maxJSONDepth {
		return 0, false
	}
	switch c := h.text[h.pos]; c {
	case '{':
		return h.object(depth)
	case '[':
		return h.array(depth)
	case '"':
		return h.str()
	default:
		return h.scalar()
	}
}

func (h *jsonHasher) object(depth int) (uint64, bool) {
	h.pos++
	sum := mix('{')
	for first := true; ; first = false {
		h.space()
		if h.pos >= len(h.text) {
			return 0, false
		}
		if first && h.text[h.pos] == '}' {
			h.pos++
			return sum, true
		}
		if h.text[h.pos] != '"' {
			return 0, false
		}
		key, ok := h.str()
		h.space()
		if !ok || h.pos >= len(h.text) || h.text[h.pos] != ':' {
			return 0, false
		}
		h.pos++
		value, ok := h.value(depth + 1)
		if !ok {
			return 0, false
		}
		sum += mix(key ^ mix(value)) // the order of keys does not matter
		if done, ok := h.next('}'); done || !ok {
			return mix(sum), ok
		}
	}
}

func (h *jsonHasher) array(depth int) (uint64, bool) {
	h.pos++
	sum := mix('[')
	for first := true; ; first = false {
		h.space()
		if first && h.pos < len(h.text) && h.text[h.pos] == ']' {
			h.pos++
			return sum, true
		}
		value, ok := h.value(depth + 1)
		if !ok {
			return 0, false
		}
		sum = mix(sum*31 + value)
		if done, ok := h.next(']'); done || !ok {
			return sum, ok
		}
	}
}

// next reads a comma or the closing bracket.
func (h *jsonHasher) next(closing byte) (done, ok bool) {
	h.space()
	if h.pos >= len(h.text) {
		return false, false
	}
	c := h.text[h.pos]
	h.pos++
	return c == closing, c == closing || c == ','
}

func (h *jsonHasher) str() (uint64, bool) {
	h.pos++
	hash := uint64(hashSeed) ^ '"'
	for h.pos < len(h.text) {
		switch c := h.text[h.pos]; c {
		case '"':
			h.pos++
			return mix(hash), true
		case '\\':
			r, size := unescape(h.text[h.pos:])
			if size == 0 {
				return 0, false
			}
			h.pos += size
			var buf [utf8.UTFMax]byte
			for _, b := range buf[:utf8.EncodeRune(buf[:], r)] {
				hash = (hash ^ uint64(b)) * hashPrime
			}
		default:
			hash = (hash ^ uint64(c)) * hashPrime
			h.pos++
		}
	}
	return 0, false
}

// unescape reads an escape sequence of a JSON string; size is 0 where it is wrong.
func unescape(text string) (r rune, size int) {
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

// scalar reads a number, true, false or null.
func (h *jsonHasher) scalar() (uint64, bool) {
	start := h.pos
	for h.pos < len(h.text) && strings.IndexByte(" \t\r\n,]}", h.text[h.pos]) < 0 {
		h.pos++
	}
	word := h.text[start:h.pos]
	switch word {
	case "true", "false", "null":
		return hashString(word, 's'), true
	case "":
		return 0, false
	}
	if c := word[0]; c != '-' && (c < '0' || c > '9') {
		return 0, false
	}
	// Integers beyond the exact range of a float64 are compared by their digits.
	if n, err := strconv.ParseInt(word, 10, 64); err == nil && (n > 1<<53 || n < -1<<53) {
		return mix(uint64(n)), true
	}
	f, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return 0, false
	}
	return mix(math.Float64bits(f+0) ^ 'n'), true
}

func hashString(text string, kind byte) uint64 {
	hash := uint64(hashSeed) ^ uint64(kind)
	for i := 0; i < len(text); i++ {
		hash = (hash ^ uint64(text[i])) * hashPrime
	}
	return mix(hash)
}

// mix spreads the bits of a hash; the constants are those of SplitMix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
