// Package truncate shortens text that comes from outside.
package truncate

// Characters returns the first n characters (code points) of s, without an allocation. Each byte that is not
// UTF-8 counts as one.
func Characters(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
