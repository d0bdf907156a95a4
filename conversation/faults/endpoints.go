package faults

import (
	"slices"
	"strings"
)

// modelAPIs are the ends of the paths under which model providers serve.
var modelAPIs = []string{
	"/chat/completions", "/completions", "/v1/messages", "/v1/responses", ":generateContent", ":streamGenerateContent",
	"/converse", "/converse-stream", "/invoke-with-response-stream", "/api/chat", "/api/generate", ":rawPredict", ":streamRawPredict",
}

// clientAPIs are those that services of another kind have, too; they count on spans of clients.
var clientAPIs = []string{"/messages", "/responses", "/invoke", "/v2/chat"}

// endsLike tells whether the path of a URL ends like one of these.
func endsLike(url string, ends []string) bool {
	if i := strings.IndexByte(url, '?'); i >= 0 {
		url = url[:i]
	}
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(url, end) })
}
