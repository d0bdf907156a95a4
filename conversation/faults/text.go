package faults

import "strings"

// maxStatus is the length in bytes of what is read of a status: one word.
const maxStatus = 64

// squeeze keeps ASCII letters, in lower case, and digits, so that "RateLimitError",
// "rate_limit_error" and "Rate limit error" are one word.
func squeeze(text string) string {
	text = text[:min(len(text), maxStatus)]
	var b strings.Builder
	b.Grow(len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case 'A' <= c && c <= 'Z':
			b.WriteByte(c | 0x20)
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isBlocked reads what a rate limiter did with a request.
func isBlocked(status string) bool {
	switch squeeze(status) {
	case "blocked", "block", "denied", "deny", "exceeded", "limited", "ratelimited", "rejected", "throttled", "429":
		return true
	}
	return false
}

// isFailure reads the status of a tool call.
func isFailure(status string) bool {
	switch squeeze(status) {
	case "failed", "failure", "fail", "error", "errored", "timeout":
		return true
	}
	return false
}

// isCancelled tells whether the caller itself ended a request.
func isCancelled(text string) bool {
	text = squeeze(text)
	return strings.Contains(text, "abort") || strings.Contains(text, "cancel")
}
