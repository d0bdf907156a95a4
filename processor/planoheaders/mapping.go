package planoheaders

import "strings"

// hasPrefixFold is strings.HasPrefix without regard to the case of ASCII letters. With underscores, an
// underscore and a hyphen are the same: older semantic conventions write header names so.
func hasPrefixFold(name, prefix string, underscores bool) bool {
	if len(name) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if fold(name[i], underscores) != fold(prefix[i], underscores) {
			return false
		}
	}
	return true
}

func fold(c byte, underscores bool) byte {
	switch {
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	case c == '_' && underscores:
		return '-'
	}
	return c
}

// attributeKey names the attribute for what is left of a header's name after the prefix: leading hyphens go,
// hyphens become dots, letters lower case. It returns "" where nothing is left.
func attributeKey(rest string, underscores bool) string {
	for rest != "" && fold(rest[0], underscores) == '-' {
		rest = rest[1:]
	}
	for i := range len(rest) {
		if c := fold(rest[i], underscores); c != rest[i] || c == '-' {
			return mapKey(rest, underscores)
		}
	}
	return rest
}

func mapKey(rest string, underscores bool) string {
	var b strings.Builder
	b.Grow(len(rest))
	for i := range len(rest) {
		c := fold(rest[i], underscores)
		if c == '-' {
			c = '.'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// underscored is true for a header name in the spelling of older semantic conventions, x_katanemo_user_id.
func underscored(name string) bool {
	return strings.IndexByte(name, '_') >= 0 && strings.IndexByte(name, '-') < 0
}
