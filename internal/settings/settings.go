// Package settings refuses settings that can't be used. Every error names the key and says what its value must
// be and what it is, in the same words for all components: `max_traces: must be at least 1, is 0`.
package settings

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// separator stands between the parts of a key, as in the collector's own errors.
const separator = "::"

// Path joins the parts of a key: "internal", "services" and "0" are `internal::services::0`.
func Path(parts ...string) string { return strings.Join(parts, separator) }

// Must returns the error of a key whose value is not what it must be: `key: must <be>, is <value>`. Text is quoted.
func Must(key, be string, value any) error {
	if text, ok := value.(string); ok {
		value = fmt.Sprintf("%q", text)
	}
	return fmt.Errorf("%s: must %s, is %v", key, be, value)
}

// AtLeast refuses a value below least, and NaN.
func AtLeast[T cmp.Ordered](key string, value, least T) error {
	if value >= least {
		return nil
	}
	return Must(key, fmt.Sprintf("be at least %v", least), value)
}

// Positive refuses 0, what is below it, and NaN.
func Positive[T ~int | ~int64 | ~float64](key string, value T) error {
	if value > 0 {
		return nil
	}
	return Must(key, "be above 0", value)
}

// Between refuses a value below least or above most, and NaN.
func Between[T cmp.Ordered](key string, value, least, most T) error {
	if value >= least && value <= most {
		return nil
	}
	return Must(key, fmt.Sprintf("be between %v and %v", least, most), value)
}

// OneOf refuses a word that is none of those allowed, letter case included.
func OneOf[T ~string](key string, value T, allowed []T) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, word := range allowed {
		names[i] = string(word)
	}
	return Must(key, "be one of "+strings.Join(names, ", "), string(value))
}

// NotEmpty refuses a text that holds nothing but white space.
func NotEmpty(key, value string) error {
	if strings.TrimSpace(value) != "" {
		return nil
	}
	return fmt.Errorf("%s: must not be empty", key)
}

// EachOneOf refuses the entries of a list that are none of the words allowed.
func EachOneOf[T ~string](key string, entries, allowed []T) error {
	return Each(key, entries, func(key string, entry T) error { return OneOf(key, entry, allowed) })
}

// NoEmptyKey refuses a map with a key that is empty or white space.
func NoEmptyKey[V any](key string, entries map[string]V) error {
	for name := range entries {
		if strings.TrimSpace(name) == "" {
			return fmt.Errorf("%s: must not have an empty key", key)
		}
	}
	return nil
}

// SomeEntry refuses an empty list.
func SomeEntry[T any](key string, entries []T) error {
	if len(entries) > 0 {
		return nil
	}
	return fmt.Errorf("%s: must have at least 1 entry", key)
}

// Each checks every entry of a list under its index, `header_prefixes::0`.
func Each[T any](key string, entries []T, check func(key string, entry T) error) error {
	var errs []error
	for i, entry := range entries {
		errs = append(errs, check(Path(key, strconv.Itoa(i)), entry))
	}
	return errors.Join(errs...)
}
