// Package buffers measures what is kept for later use.
package buffers

import "reflect"

// Bytes is the size of a buffer, without what its elements point to.
func Bytes[T any](buffer []T) int { return cap(buffer) * int(reflect.TypeFor[T]().Size()) }
