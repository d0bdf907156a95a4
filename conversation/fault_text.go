package conversation

import (
	"strings"
	"unicode/utf8"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// faultWords are looked for in an error text from which case, spaces and
// punctuation are gone, so that "RateLimitError", "rate_limit_exceeded" and "Rate limit
// reached" are one word. The first leaf with a word in the text wins.
var faultWords = []struct {
	leaf  signals.Leaf
	words []string
}{
	{signals.ContextOverflow, []string{
		"contextlength", "contextwindow", "maximumcontext", "promptistoolong", "prompttoolong", "maxtokensexceeded",
	}},
	{signals.RateLimit, []string{
		"ratelimit", "toomanyrequests", "quotaexceeded", "insufficientquota", "resourceexhausted", "throttl",
	}},
	{signals.Timeout, []string{"timeout", "timedout", "deadlineexceeded"}},
	{signals.Network, []string{
		"connectionfail", "connectionerror", "connectionrefused", "connectionreset", "connectionclosed",
		"connecterror", "econnrefused", "econnreset", "enotfound", "ehostunreach", "unreachable",
		"sockethangup", "networkerror", "nosuchhost", "nameresolution", "tlshandshake",
	}},
	{signals.MalformedResponse, []string{
		"jsondecode", "invalidjson", "malformed", "unexpectedendofjson", "invalidresponse",
	}},
	{signals.ToolNotFound, []string{"toolnotfound", "unknowntool", "nosuchtool"}},
	{signals.APIError, []string{
		"internalserver", "servererror", "serviceunavailable", "badgateway", "overloaded", "nohealthyupstream",
		"noupstream", "upstreamerror",
	}},
}

// maxErrorText is how many bytes of an error text are looked at.
const maxErrorText = 512

// leafOfText classifies an error's type, code or message; ok is false where it
// names no kind of trouble that a signal stands for.
func leafOfText(text string) (leaf signals.Leaf, ok bool) {
	word := squeeze(head(text, maxErrorText))
	if leaf, ok := leafOfStatus(word); ok {
		return leaf, true
	}
	for _, f := range faultWords {
		for _, w := range f.words {
			if strings.Contains(word, w) {
				return f.leaf, true
			}
		}
	}
	return 0, false
}

// leafOfStatus reads a status code written as error type, "503".
func leafOfStatus(word string) (signals.Leaf, bool) {
	switch word {
	case "429":
		return signals.RateLimit, true
	case "408", "504":
		return signals.Timeout, true
	}
	if len(word) == 3 && word[0] == '5' && isDigit(word[1]) && isDigit(word[2]) {
		return signals.APIError, true
	}
	return 0, false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// squeeze keeps ASCII letters, in lower case, and digits.
func squeeze(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case 'A' <= c && c <= 'Z':
			b.WriteByte(c | 0x20)
		case 'a' <= c && c <= 'z', isDigit(c):
			b.WriteByte(c)
		}
	}
	return b.String()
}

// head cuts a text at n bytes, not inside a character.
func head(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// isBlocked reads TrueFoundry's rate_limiter.status.
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

// modelAPIs are the ends of the paths under which model providers serve.
var modelAPIs = []string{
	"/chat/completions", "/completions", "/v1/messages", "/v1/responses", ":generateContent",
	":streamGenerateContent", "/converse", "/converse-stream", "/invoke-with-response-stream", "/api/chat", "/api/generate",
}

// isModelAPI tells a URL or path of a model provider's API.
func isModelAPI(url string) bool {
	if i := strings.IndexByte(url, '?'); i >= 0 {
		url = url[:i]
	}
	for _, path := range modelAPIs {
		if strings.HasSuffix(url, path) {
			return true
		}
	}
	return false
}
