package planonaming

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
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
	s := strings.ToValidUTF8(truncate.Characters(v.AsString(), maxNamePart), "\uFFFD")
	return printable.Line(strings.Join(strings.Fields(s), " "))
}
