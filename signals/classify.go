package signals

// ClassifyStatus returns the leaf of an HTTP status that tells of failure; ok is false for any other status and for
// a client error that may be anything, such as 404.
func ClassifyStatus(code int) (leaf Leaf, ok bool) {
	switch code {
	case 429:
		return RateLimit, true
	case 408, 504:
		return Timeout, true
	case 401, 403, 407:
		return AuthMisuse, true
	case 409, 412, 423:
		return StateError, true
	case 400, 422:
		return InvalidArgs, true
	}
	if code >= 500 && code < 600 {
		return APIError, true
	}
	return 0, false
}

// ClassifyError returns the leaf that an error's type, code or message names, by the same phrases as in tool
// results; ok is false where it names none. It serves all goroutines.
func (a *Analyzer) ClassifyError(reported string) (leaf Leaf, ok bool) {
	w := a.worker()
	defer a.workers.Put(w)
	kind, ok := w.judge.Named(reported)
	if !ok || a.off[kind] {
		return 0, false
	}
	return Leaf(kind), true
}
