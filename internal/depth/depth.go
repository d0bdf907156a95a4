// Package depth keeps values that are nested too deeply out of a pipeline. Much of what follows in one, exporters
// and debug output among them, walks into values by recursion without a bound: one value nested some 100,000 deep overflows
// the stack, which ends the process.
package depth

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// limiter cuts values in place and counts the places.
type limiter struct{ cut int }

func (l *limiter) attributes(attributes pcommon.Map) {
	for _, v := range attributes.All() {
		l.value(v)
	}
}

// value looks into maps and slices only: nearly all attributes are neither.
func (l *limiter) value(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		l.nested(v, 1)
	}
}

// nested looks into a value that is the depth-th around its content.
func (l *limiter) nested(v pcommon.Value, depth int) {
	switch v.Type() {
	case pcommon.ValueTypeMap:
		if l.cutAt(v, depth) {
			return
		}
		for _, field := range v.Map().All() {
			l.nested(field, depth+1)
		}
	case pcommon.ValueTypeSlice:
		if l.cutAt(v, depth) {
			return
		}
		for _, element := range v.Slice().All() {
			l.nested(element, depth+1)
		}
	}
}

func (l *limiter) cutAt(v pcommon.Value, depth int) bool {
	if depth <= value.MaxDepth {
		return false
	}
	v.SetStr(value.TooDeep)
	l.cut++
	return true
}
