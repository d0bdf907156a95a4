package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// Types that Jaeger gives an attribute. Arrays and maps arrive as strings of JSON.
const (
	typeString  = "string"
	typeInt64   = "int64"
	typeFloat64 = "float64"
	typeBool    = "bool"
)

// assertTag checks an attribute's type and value; a number's value is compared
// as its text.
func assertTag(t *testing.T, span *harness.Span, key, wantType, want string) {
	t.Helper()
	tag, ok := span.Tags.Get(key)
	if assert.True(t, ok, "%s: no attribute %s", span.OperationName, key) {
		assert.Equal(t, wantType, tag.Type, "%s: type of %s", span.OperationName, key)
		assert.Equal(t, want, tag.Text(), "%s: %s", span.OperationName, key)
	}
}

// assertAttributes checks that every attribute that was sent arrived, its type
// and value unchanged. Jaeger shows arrays and maps as JSON in a string.
func assertAttributes(t *testing.T, sent pcommon.Map, tags harness.Tags, of string) {
	t.Helper()
	types := map[pcommon.ValueType]string{
		pcommon.ValueTypeStr:    typeString,
		pcommon.ValueTypeInt:    typeInt64,
		pcommon.ValueTypeDouble: typeFloat64,
		pcommon.ValueTypeBool:   typeBool,
		pcommon.ValueTypeSlice:  typeString,
		pcommon.ValueTypeMap:    typeString,
	}
	for key, value := range sent.All() {
		tag, ok := tags.Get(key)
		if assert.True(t, ok, "%s: attribute %s is gone", of, key) {
			assert.Equal(t, types[value.Type()], tag.Type, "%s: type of %s", of, key)
			assert.Equal(t, value.AsString(), tag.Text(), "%s: %s", of, key)
		}
	}
}
