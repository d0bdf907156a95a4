package faults

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Note is the meaning of an attribute: it notes in the facts what the value tells.
type Note func(f *Facts, key string, v pcommon.Value)

// Attributes are those that tell of trouble whoever writes them: the semantic conventions of
// OpenTelemetry, of now and before, and what Envoy puts on its spans.
var Attributes = map[string]Note{
	"http.response.status_code": HTTPStatus,
	"http.status_code":          HTTPStatus,
	"error.type":                ErrorType,
	"response_flags":            EnvoyFlags,
	"finish_reason":             FinishReasons,
	"finish_reasons":            FinishReasons,
	"http.url":                  ModelURL,
	"url.full":                  ModelURL,
	"url.path":                  ModelURL,
	"http.target":               ModelURL,
	"http.path":                 ModelURL,
}

// HTTPStatus notes a status code, a number or its text.
func HTTPStatus(f *Facts, key string, v pcommon.Value) {
	f.statusKey, f.status = key, intOf(v)
}

// ErrorType notes the name of an error.
func ErrorType(f *Facts, _ string, v pcommon.Value) { f.errorType = value.Scalar(v) }

// ErrorText notes an error's text, which counts where it names a kind of trouble.
func ErrorText(f *Facts, key string, v pcommon.Value) { f.text(key, errorText(v)) }

// errorText returns as much of an error's text as is looked at; what an error tells in fields is JSON.
func errorText(v pcommon.Value) string {
	text, _ := value.Text(v, maxErrorText*utf8.UTFMax)
	return text
}

// GatewayError notes an error of an LLM gateway. A text that names no cause, "llm_call_failed", counts as
// an API error that knows no more.
func GatewayError(f *Facts, key string, v pcommon.Value) {
	text := errorText(v)
	if leaf, ok := leafOfText(f.classifier, text); ok && leaf != signals.APIError {
		f.consider(Fault{Leaf: leaf, Failed: true, rank: rankNamed}, key, text)
	} else if text != "" && text != "false" {
		f.consider(Fault{Leaf: signals.APIError, Failed: true, rank: rankVague}, key, text)
	}
}

// RateLimited notes a gateway's word that is true where it let a request wait or fail for its rate.
func RateLimited(f *Facts, key string, v pcommon.Value) {
	if value.Scalar(v) == "true" {
		f.consider(Fault{Leaf: signals.RateLimit, Failed: true, rank: rankNamed}, key, "true")
	}
}

// LimiterStatus notes what a gateway's rate limiter did with a request.
func LimiterStatus(f *Facts, key string, v pcommon.Value) {
	if status := value.Scalar(v); isBlocked(status) {
		f.consider(Fault{Leaf: signals.RateLimit, Failed: true, rank: rankNamed}, key, status)
	}
}

// Fallback notes that a gateway asked another model, since the first one failed.
func Fallback(f *Facts, key string, v pcommon.Value) { f.FellBack(key, value.Scalar(v)) }

// FellBack notes a fallback that something else than an attribute tells of.
func (f *Facts) FellBack(key, value string) {
	f.consider(Fault{Leaf: signals.APIError, rank: rankVague}, key, value)
}

// ToolStatus notes how a tool's run ended; it counts on spans of tools.
func ToolStatus(f *Facts, _ string, v pcommon.Value) {
	if status := value.Scalar(v); isFailure(status) {
		f.toolStatus = status
	}
}

// ToolFailed notes a word that is true where a tool's run failed; it counts on spans of tools.
func ToolFailed(f *Facts, key string, v pcommon.Value) {
	if value.Scalar(v) == "true" {
		f.toolStatus = key
	}
}

// FinishReasons notes why an answer ended, a string, an array of strings or its JSON; "length" says that the
// context was full.
func FinishReasons(f *Facts, _ string, v pcommon.Value) {
	if v.Type() != pcommon.ValueTypeSlice {
		reason := value.Scalar(v)
		f.overflow = f.overflow || reason == "length" || strings.HasPrefix(reason, "[") && strings.Contains(reason, `"length"`)
		return
	}
	for _, reason := range v.Slice().All() {
		f.overflow = f.overflow || value.Scalar(reason) == "length"
	}
}

// ModelURL notes whether a URL or path is one under which models are served.
func ModelURL(f *Facts, _ string, v pcommon.Value) {
	url := value.Scalar(v)
	f.modelURL = f.modelURL || endsLike(url, modelAPIs)
	f.maybeModelURL = f.maybeModelURL || endsLike(url, clientAPIs)
}

// intOf reads a number that may have been written as text.
func intOf(v pcommon.Value) int64 {
	if v.Type() == pcommon.ValueTypeInt {
		return v.Int()
	}
	n, err := strconv.ParseInt(strings.TrimSpace(value.Scalar(v)), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
