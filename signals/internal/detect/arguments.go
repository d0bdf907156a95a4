package detect

import (
	"math"
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// hashArguments returns a hash that is the same for arguments that are equal as
// JSON: whatever the order of keys, the white space, the form of numbers and the
// escapes in strings. Text that is no JSON is compared as it is.
func hashArguments(written string) uint64 {
	written = strings.TrimSpace(written)
	if written == "" {
		written = "{}"
	}
	h := argumentHasher{jsonread.New(written)}
	sum, err := h.value()
	if err == nil && h.AtEnd() {
		return sum
	}
	return text.Hash(written, 'x')
}

type argumentHasher struct{ jsonread.Reader }

func (h *argumentHasher) value() (uint64, error) {
	kind, err := h.Kind()
	if err != nil {
		return 0, err
	}
	switch kind {
	case jsonread.Object:
		return h.object()
	case jsonread.Array:
		return h.array()
	case jsonread.String:
		value, err := h.Text()
		return text.Hash(value, '"'), err
	default:
		return h.scalar()
	}
}

func (h *argumentHasher) object() (uint64, error) {
	sum := text.Mix('{')
	err := h.Object(func(key string) error {
		value, err := h.value()
		sum += text.Mix(text.Hash(key, '"') ^ text.Mix(value)) // the order of keys does not matter
		return err
	})
	return text.Mix(sum), err
}

func (h *argumentHasher) array() (uint64, error) {
	sum := text.Mix('[')
	err := h.Array(func() error {
		value, err := h.value()
		sum = text.Mix(sum*31 + value)
		return err
	})
	return sum, err
}

// scalar reads a number, true, false or null.
func (h *argumentHasher) scalar() (uint64, error) {
	word, err := h.Raw()
	if err != nil {
		return 0, err
	}
	switch word {
	case "true", "false", "null":
		return text.Hash(word, 's'), nil
	}
	// Integers beyond the exact range of a float64 are compared by their digits.
	if n, err := strconv.ParseInt(word, 10, 64); err == nil && (n > 1<<53 || n < -1<<53) {
		return text.Mix(uint64(n)), nil
	}
	f, err := strconv.ParseFloat(word, 64)
	return text.Mix(math.Float64bits(f+0) ^ 'n'), err
}
