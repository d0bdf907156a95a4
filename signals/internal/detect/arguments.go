package detect

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// maxJSONDepth is the nesting beyond which JSON is taken as plain text.
const maxJSONDepth = 64

// hashArguments returns a hash that is the same for arguments that are equal as
// JSON: whatever the order of keys, the white space, the form of numbers and the
// escapes in strings. Text that is no JSON is compared as it is.
func hashArguments(written string) uint64 {
	written = strings.TrimSpace(written)
	if written == "" {
		written = "{}"
	}
	h := jsonHasher{text: written}
	sum, ok := h.value(0)
	h.space()
	if ok && h.pos == len(written) {
		return sum
	}
	return text.Hash(written, 'x')
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
	sum := text.Mix('{')
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
		sum += text.Mix(key ^ text.Mix(value)) // the order of keys does not matter
		if done, ok := h.next('}'); done || !ok {
			return text.Mix(sum), ok
		}
	}
}

func (h *jsonHasher) array(depth int) (uint64, bool) {
	h.pos++
	sum := text.Mix('[')
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
		sum = text.Mix(sum*31 + value)
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
	hash := uint64(text.HashSeed) ^ '"'
	for h.pos < len(h.text) {
		switch c := h.text[h.pos]; c {
		case '"':
			h.pos++
			return text.Mix(hash), true
		case '\\':
			r, size := text.Unescape(h.text[h.pos:])
			if size == 0 {
				return 0, false
			}
			h.pos += size
			var buf [utf8.UTFMax]byte
			for _, b := range buf[:utf8.EncodeRune(buf[:], r)] {
				hash = (hash ^ uint64(b)) * text.HashPrime
			}
		default:
			hash = (hash ^ uint64(c)) * text.HashPrime
			h.pos++
		}
	}
	return 0, false
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
		return text.Hash(word, 's'), true
	case "":
		return 0, false
	}
	if c := word[0]; c != '-' && (c < '0' || c > '9') {
		return 0, false
	}
	// Integers beyond the exact range of a float64 are compared by their digits.
	if n, err := strconv.ParseInt(word, 10, 64); err == nil && (n > 1<<53 || n < -1<<53) {
		return text.Mix(uint64(n)), true
	}
	f, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return 0, false
	}
	return text.Mix(math.Float64bits(f+0) ^ 'n'), true
}
