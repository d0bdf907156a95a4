package planonaming

import (
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// maxNamePart is the number of characters that one attribute can add to a name.
const maxNamePart = 128

// canonicalName joins the values of the attributes that a span has of keys. It returns "" where there are none.
func canonicalName(attrs pcommon.Map, keys []string) string {
	var b strings.Builder
	for _, key := range keys {
		value, ok := attrs.Get(key)
		if !ok {
			continue
		}
		part := namePart(value)
		if part == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(part)
	}
	return b.String()
}

func namePart(v pcommon.Value) string {
	switch v.Type() {
	case pcommon.ValueTypeStr, pcommon.ValueTypeInt, pcommon.ValueTypeDouble, pcommon.ValueTypeBool:
	default:
		return ""
	}
	s := v.AsString()
	if utf8.RuneCountInString(s) > maxNamePart {
		s = string([]rune(s)[:maxNamePart])
	}
	return strings.Join(strings.Fields(s), " ")
}
