package conversation

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Fault is trouble that a span tells of without any message content.
type Fault struct {
	Leaf signals.Leaf
	// Source is the attribute and its value, "response_flags=UF,URX".
	Source string
	// Failed is true where the span's own request failed, false for a warning: a
	// fallback that was taken, an answer that was cut off.
	Failed bool

	rank faultRank
}

// faultRank says how much a source knows; the best-informed one speaks for a fault.
type faultRank uint8

const (
	rankVague  faultRank = iota // "failed"
	rankStatus                  // a 5xx status
	rankNamed                   // a named kind of trouble
)

// faultFacts collects what attributes tell of trouble, without building strings:
// almost every span is well.
type faultFacts struct {
	found       bool
	fault       Fault
	key, value  string
	toolStatus  string // of a TrueFoundry tool call that failed
	gateway     bool   // the span is an LLM gateway's own
	overflow    bool   // a finish reason says that the answer was cut off
	status      int64
	statusKey   string
	errorTypeOf string
}

const (
	toolCallPrefix = "Tool Call: "
	fallbackName   = "fallbackRequest"
	// agentHandlerName is TrueFoundry's span around the chat spans of an agent.
	agentHandlerName = "agentResponsesHandler"
	planoService     = "plano("
)

// attribute looks at the keys outside gen_ai.* and llm.*.
func (t *faultFacts) attribute(key string, value pcommon.Value) {
	switch key {
	case "http.response.status_code", "http.status_code":
		t.statusKey, t.status = key, intOf(value)
	case "response_flags":
		t.envoyFlags(key, value.AsString())
	case "error.type":
		t.errorTypeOf = value.AsString()
	case "agent.error":
		t.gateway = true
		t.vagueText(key, value.AsString())
	case "orchestrator.rate_limited":
		t.gateway = true
		if value.AsString() == "true" {
			t.consider(Fault{Leaf: signals.RateLimit, Failed: true, rank: rankNamed}, key, "true")
		}
	case "rate_limiter.status":
		t.gateway = true
		if isBlocked(value.AsString()) {
			t.consider(Fault{Leaf: signals.RateLimit, Failed: true, rank: rankNamed}, key, value.AsString())
		}
	case "fallback.requested_model":
		t.gateway = true
		t.consider(Fault{Leaf: signals.APIError, rank: rankVague}, key, value.AsString())
	case "toolName":
		t.gateway = true
	case "status":
		if status := value.AsString(); isFailure(status) {
			t.toolStatus = status
		}
	case "finish_reason", "finish_reasons":
		t.finishReasons(value)
	case "service.name.override":
		t.gateway = t.gateway || strings.HasPrefix(value.AsString(), planoService)
	case "http.url", "url.full", "url.path", "http.target", "http.path":
		t.gateway = t.gateway || isModelAPI(value.AsString())
	}
}

// consider keeps the best-informed fault; of equals the first.
func (t *faultFacts) consider(f Fault, key, value string) {
	if t.found && f.rank <= t.fault.rank {
		return
	}
	t.found, t.fault, t.key, t.value = true, f, key, value
}

// text classifies an error text that may name no kind.
func (t *faultFacts) text(key, text string) {
	if leaf, ok := leafOfText(text); ok {
		t.consider(Fault{Leaf: leaf, Failed: true, rank: rankNamed}, key, text)
	}
}

// vagueText counts a text that names no kind as an API error that knows no more.
func (t *faultFacts) vagueText(key, text string) {
	t.text(key, text)
	if text != "" && text != "false" {
		t.consider(Fault{Leaf: signals.APIError, Failed: true, rank: rankVague}, key, text)
	}
}

// finishReasons looks for "length", in a string or an array of strings.
func (t *faultFacts) finishReasons(value pcommon.Value) {
	if value.Type() == pcommon.ValueTypeSlice {
		for _, reason := range value.Slice().All() {
			t.overflow = t.overflow || reason.AsString() == "length"
		}
		return
	}
	t.overflow = t.overflow || value.AsString() == "length"
}

// settleFault decides which fault the span tells of, if any. Spans that belong to
// no model, tool or LLM gateway tell of none: a shop's own 503 is no signal.
func (f *Facts) settleFault(service string) {
	t := &f.faults
	if !f.genAI && !t.gateway && !strings.HasPrefix(service, planoService) {
		return
	}
	t.httpStatus(f.Kind)
	if t.errorTypeOf != "" {
		t.text("error.type", t.errorTypeOf)
	}
	if f.span.Name() == fallbackName {
		t.consider(Fault{Leaf: signals.APIError, rank: rankVague}, "span", fallbackName)
	}
	t.exceptions(f.span.Events())
	if status := f.span.Status(); status.Code() == ptrace.StatusCodeError {
		t.text("status", status.Message())
		if t.toolStatus == "" {
			t.toolStatus = "error"
		}
	}
	if t.toolStatus != "" && f.Kind == KindTool {
		t.consider(Fault{Leaf: signals.APIError, Failed: true, rank: rankVague}, "status", t.toolStatus)
	}
	if t.overflow {
		t.consider(Fault{Leaf: signals.ContextOverflow, rank: rankNamed}, "finish_reason", "length")
	}
	if t.found {
		f.HasFault, f.Fault = true, t.fault
		f.Fault.Source = t.key + "=" + head(t.value, maxSourceValue)
	}
}

// maxSourceValue bounds the error text that goes into a signal's metadata.
const maxSourceValue = 120

// httpStatus maps a status code. A tool that refuses or does not know its caller is
// the agent's mistake, not the surroundings'.
func (t *faultFacts) httpStatus(kind Kind) {
	f := Fault{Failed: true, rank: rankNamed}
	switch status := t.status; {
	case status == 429:
		f.Leaf = signals.RateLimit
	case status == 408 || status == 504:
		f.Leaf = signals.Timeout
	case status >= 500 && status <= 599:
		f.Leaf, f.rank = signals.APIError, rankStatus
	case kind == KindTool && (status == 401 || status == 403):
		f.Leaf = signals.AuthMisuse
	default:
		return
	}
	t.consider(f, t.statusKey, strconv.FormatInt(t.status, 10))
}

func (t *faultFacts) exceptions(events ptrace.SpanEventSlice) {
	for _, event := range events.All() {
		if event.Name() != "exception" {
			continue
		}
		for _, key := range [...]string{"exception.type", "exception.message"} {
			if value, ok := event.Attributes().Get(key); ok {
				t.text(key, value.AsString())
			}
		}
	}
}

// intOf reads a number that may have been written as text.
func intOf(value pcommon.Value) int64 {
	if value.Type() == pcommon.ValueTypeInt {
		return value.Int()
	}
	n, err := strconv.ParseInt(strings.TrimSpace(value.AsString()), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
