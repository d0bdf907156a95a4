package faults

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// Call tells how a request to a model ended, on its own span, on that of an HTTP client or of what is around it.
type Call uint8

// How a request ended.
const (
	// NoCall is a span that tells of no request, or not how it ended.
	NoCall Call = iota
	// CallAnswered is a request that a model answered.
	CallAnswered
	// CallFailed is a request without an answer.
	CallFailed
)

// Call tells how the request to a model ended that the span stands for, after [Facts.Settle]; answered is true where the
// span holds an answer, asked where it holds what was said before.
func (f *Facts) Call(span ptrace.Span, kind spankind.Kind, answered, asked bool) Call {
	failed := f.found && f.fault.Failed
	switch {
	case kind == spankind.Chat && f.relevant:
		switch {
		case failed && !answered:
			return CallFailed
		case answered || !asked:
			return CallAnswered
		}
	case kind.Wraps() && failed && !answered:
		return CallFailed
	case kind == spankind.Other && f.isRequest(span):
		if failed {
			return CallFailed
		}
		if f.status >= 200 && f.status < 300 {
			return CallAnswered
		}
	}
	return NoCall
}

// isRequest tells whether a span stands for a request to a provider's API, the client's word for it or the gateway's.
func (f *Facts) isRequest(span ptrace.Span) bool {
	return f.modelURL || f.maybeModelURL && span.Kind() == ptrace.SpanKindClient
}
