package planonaming

import (
	"math"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// maxNumeralLength is the length in bytes of the longest text that is read as a number.
const maxNumeralLength = 32

// number reads a number or the text of one, NaN excepted.
func number(v pcommon.Value) (float64, bool) {
	switch v.Type() {
	case pcommon.ValueTypeInt:
		return float64(v.Int()), true
	case pcommon.ValueTypeDouble:
		return v.Double(), !math.IsNaN(v.Double())
	case pcommon.ValueTypeStr:
		s := strings.TrimSpace(v.Str())
		if len(s) > maxNumeralLength {
			return 0, false
		}
		n, err := strconv.ParseFloat(s, 64)
		return n, err == nil && !math.IsNaN(n)
	}
	return 0, false
}

// truth is true for true, for the text of it, and for a number other than 0.
func truth(v pcommon.Value) bool {
	switch {
	case v.Type() == pcommon.ValueTypeBool:
		return v.Bool()
	case strings.EqualFold(text(v), "true"):
		return true
	}
	n, ok := number(v)
	return ok && n != 0
}

// text returns a string without white space around it, and "" for what is no string.
func text(v pcommon.Value) string {
	if v.Type() != pcommon.ValueTypeStr {
		return ""
	}
	return strings.TrimSpace(v.Str())
}

// stringAttribute returns the text of an attribute, "" where there is none.
func stringAttribute(attrs pcommon.Map, key string) string {
	value, ok := attrs.Get(key)
	if !ok {
		return ""
	}
	return text(value)
}
