package signals

import (
	"strings"
	"testing"
)

// Error types, codes and messages of the libraries and services that agents use, in each of the ways in which they
// are spelled.
func TestClassifyError(t *testing.T) {
	a := mustNew(t)
	for leaf, texts := range map[Leaf][]string{
		ContextOverflow: {
			"context length", "context length exceeded", "context window exceeded", "maximum context length", "prompt is too long",
			"prompt too long", "max tokens exceeded",
		},
		RateLimit: {
			"rate limit", "rate limit error", "rate limit exceeded", "too many requests", "quota exceeded", "insufficient quota",
			"resource exhausted", "retry after", "throttling exception", "throttled", "throttling error", "429",
		},
		Timeout: {
			"timeout", "timed out", "deadline exceeded", "timeout error", "api timeout error", "request timed out", "connect timeout", "408", "504",
		},
		Network: {
			"connection failure", "connection failed", "connection error", "api connection error", "connection refused", "connection reset",
			"connection closed", "connect error", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EHOSTUNREACH", "host unreachable", "socket hang up",
			"network error", "no such host", "name resolution error", "tls handshake failed", "unreachable",
		},
		MalformedResponse: {
			"json decode error", "invalid json", "malformed response", "unexpected end of JSON input", "invalid response",
		},
		ToolNotFound: {"tool not found", "unknown tool", "no such tool", "no such tool error"},
		APIError: {
			"internal server error", "server error", "service unavailable", "bad gateway", "overloaded", "overloaded error", "no healthy upstream",
			"no upstream", "upstream error", "500", "503", "529",
		},
	} {
		for _, words := range texts {
			for _, spelled := range []string{words, strings.ReplaceAll(words, " ", "_"), strings.ToUpper(words), camelCase(words)} {
				if got, ok := a.ClassifyError(spelled); !ok || got != leaf {
					t.Errorf("%q: got %v %v, want %v", spelled, got, ok, leaf)
				}
			}
		}
	}
	for _, nothing := range []string{"", "failed", "true", "RuntimeException", "something odd", "StepAborted", "OK", "content filter"} {
		if got, ok := a.ClassifyError(nothing); ok {
			t.Errorf("%q: got %v", nothing, got)
		}
	}
}

func camelCase(words string) string {
	var b strings.Builder
	for _, word := range strings.Fields(words) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func TestClassifyStatus(t *testing.T) {
	for code, want := range map[int]Leaf{
		429: RateLimit, 408: Timeout, 504: Timeout, 500: APIError, 503: APIError, 599: APIError, 401: AuthMisuse, 403: AuthMisuse,
		409: StateError, 400: InvalidArgs, 422: InvalidArgs,
	} {
		if got, ok := ClassifyStatus(code); !ok || got != want {
			t.Errorf("%d: got %v %v, want %v", code, got, ok, want)
		}
	}
	for _, code := range []int{0, 200, 302, 404, 418, 600, -1} {
		if got, ok := ClassifyStatus(code); ok {
			t.Errorf("%d: got %v", code, got)
		}
	}
}
