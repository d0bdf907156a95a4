package content

// chunk is how many bytes are compared at once.
const chunk = 256

// commonPrefix is how many bytes both texts begin with.
func commonPrefix(a, b string) (n int) {
	most := min(len(a), len(b))
	for n+chunk <= most && a[n:n+chunk] == b[n:n+chunk] {
		n += chunk
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}

// commonSuffix is how many bytes both texts end with.
func commonSuffix(a, b string) (n int) {
	most := min(len(a), len(b))
	for n+chunk <= most && a[len(a)-n-chunk:len(a)-n] == b[len(b)-n-chunk:len(b)-n] {
		n += chunk
	}
	for n < most && a[len(a)-n-1] == b[len(b)-n-1] {
		n++
	}
	return n
}
