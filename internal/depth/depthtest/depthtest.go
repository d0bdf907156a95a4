// Package depthtest makes values that are nested deeply.
package depthtest

import "go.opentelemetry.io/collector/pdata/pcommon"

// Deep is more than the stack of a walk by recursion holds.
const Deep = 800_000

// Nest puts the text "innermost" into slices and maps in turn, as many as depth says.
func Nest(v pcommon.Value, depth int) {
	for i := range depth {
		if i%2 == 0 {
			v = v.SetEmptySlice().AppendEmpty()
		} else {
			v = v.SetEmptyMap().PutEmpty("within")
		}
	}
	v.SetStr("innermost")
}

// Poison puts a value under a key that is nested more deeply than is let through, but not [Deep].
func Poison(attributes pcommon.Map, key string) { Nest(attributes.PutEmpty(key), 1_000) }
