package planoheaders

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// headerValue returns the text of an attribute that holds a header: a scalar, or the list of its field
// lines, which are joined as RFC 9110 joins them. It returns false for anything else.
func headerValue(v pcommon.Value, maxLength int) (string, bool) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return cleanValue(v.Str(), maxLength), true
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble, pcommon.ValueTypeBool:
		return cleanValue(v.AsString(), maxLength), true
	case pcommon.ValueTypeSlice:
		return sliceValue(v.Slice(), maxLength)
	}
	return "", false
}

func sliceValue(values pcommon.Slice, maxLength int) (string, bool) {
	if values.Len() == 1 && values.At(0).Type() != pcommon.ValueTypeSlice {
		return headerValue(values.At(0), maxLength)
	}
	lines := make([]string, 0, min(values.Len(), maxLength))
	for _, v := range values.All() {
		if v.Type() == pcommon.ValueTypeSlice {
			return "", false
		}
		line, ok := headerValue(v, maxLength)
		if !ok {
			return "", false
		}
		// Each line but the first costs two characters at least, so more lines than this are cut anyway.
		if len(lines) == maxLength {
			break
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return "", false
	}
	return joinLines(lines, maxLength), true
}

// joinLines makes one value of several field lines (RFC 9110, section 5.3).
func joinLines(lines []string, maxLength int) string {
	if len(lines) == 1 {
		return cleanValue(lines[0], maxLength)
	}
	return cleanValue(strings.Join(lines, ", "), maxLength)
}

// cleanValue trims, cuts at a number of characters, and replaces what can't be shown and what is not UTF-8: one such
// byte would make every receiver of the batch refuse it.
func cleanValue(s string, maxLength int) string {
	return printable.Line(strings.ToValidUTF8(truncate.Characters(strings.TrimSpace(s), maxLength), "\uFFFD"))
}
