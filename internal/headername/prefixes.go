// Package headername knows what names of request headers look like.
package headername

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// ValidatePrefixes refuses beginnings of header names that are empty, that no header's name has, or that
// are there twice whatever their letter case. The key is that of the list.
func ValidatePrefixes(key string, prefixes []string) error {
	first := make(map[string]string, len(prefixes))
	return settings.Each(key, prefixes, func(key, prefix string) error {
		lower := strings.ToLower(prefix)
		earlier, twice := first[lower]
		switch {
		case prefix == "":
			return settings.NotEmpty(key, prefix)
		case strings.ContainsFunc(prefix, notInHeaderName):
			return settings.Must(key, "hold only characters of header names", prefix)
		case twice:
			return settings.Must(key, "differ from "+earlier, prefix)
		}
		first[lower] = key
		return nil
	})
}

// notInHeaderName is true for what is not a token character (RFC 9110, section 5.6.2).
func notInHeaderName(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
