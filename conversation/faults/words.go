package faults

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Words is a [Classifier] of English words.
type Words struct{}

// ClassifyError classifies an error's type, code or message.
func (Words) ClassifyError(text string) (signals.Leaf, bool) {
	text = squeeze(text)
	for _, f := range errorWords {
		for _, w := range f.words {
			if strings.Contains(text, w) {
				return f.leaf, true
			}
		}
	}
	return 0, false
}

// errorWords are looked for in squeezed texts. The first leaf with a word in the text wins.
var errorWords = []struct {
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
