package faults

import (
	"cmp"
	"strconv"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Facts is what one span tells of trouble. It collects without building strings: almost
// every span is well.
type Facts struct {
	classifier Classifier
	relevant   bool
	found      bool
	overflow   bool // a finish reason says that the answer was cut off
	fault      Fault
	key, value string
	// quotes is true where the value is what somebody wrote.
	quotes     bool
	hideTexts  bool
	toolStatus string // of a tool call that failed
	status     int64
	statusKey  string
	errorType  string
	// modelURL is true where the request went to a model's API, maybeModelURL where a client's would.
	modelURL, maybeModelURL bool
}

// SetClassifier sets who is asked what an error means; notes need it.
func (f *Facts) SetClassifier(classifier Classifier) { f.classifier = classifier }

// HideTexts keeps what errors say out of [Fault.Source], which then names the attribute, and its value
// where that is a name or a number.
func (f *Facts) HideTexts() { f.hideTexts = true }

// MarkRelevant notes that the span belongs to a model, a tool or an LLM gateway. Others tell of no
// fault: a shop's own 503 is no signal.
func (f *Facts) MarkRelevant() { f.relevant = true }

// MayTell is false for spans that belong to no model, tool or LLM gateway, and are no request to one.
func (f *Facts) MayTell() bool { return f.relevant || f.modelURL || f.maybeModelURL }

// Settle decides which fault the span tells of; ok is false where it is well or plays no part. Answered is true where the
// span holds an answer of a model.
func (f *Facts) Settle(span ptrace.Span, kind spankind.Kind, answered bool) (fault Fault, ok bool) {
	if f.relevant = f.relevant || f.isRequest(span); !f.relevant {
		return Fault{}, false
	}
	f.settleStatus(kind)
	if f.errorType != "" {
		f.text("error.type", f.errorType)
	}
	broken := f.settleExceptions(span.Events())
	if status := span.Status(); status.Code() == ptrace.StatusCodeError {
		f.text("status", status.Message())
		if f.toolStatus == "" {
			f.toolStatus = "error"
		}
		broken = cmp.Or(status.Message(), broken, "error")
	}
	if broken != "" && kind == spankind.Chat && !answered && !isCancelled(broken) {
		f.quotes = f.consider(Fault{Leaf: signals.APIError, Failed: true, rank: rankVague}, "status", broken) || f.quotes
	}
	if f.toolStatus != "" && kind == spankind.Tool {
		f.consider(Fault{Leaf: signals.APIError, Failed: true, rank: rankVague}, "status", f.toolStatus)
	}
	if f.overflow {
		f.consider(Fault{Leaf: signals.ContextOverflow, rank: rankNamed}, "finish_reason", "length")
	}
	if !f.found {
		return Fault{}, false
	}
	fault = f.fault
	fault.Source = f.source()
	return fault, true
}

// maxSourceValue is how many characters of an error text go into a signal's metadata.
const maxSourceValue = 120

func (f *Facts) source() string {
	if f.hideTexts && (f.quotes || texts[f.key] || !isName(f.value)) {
		return f.key
	}
	return f.key + "=" + truncate.Characters(f.value, maxSourceValue)
}

func (f *Facts) settleStatus(kind spankind.Kind) {
	leaf, ok := leafOfStatus(int(f.status), kind)
	if !ok {
		return
	}
	fault := Fault{Leaf: leaf, Failed: true, rank: rankNamed}
	if leaf == signals.APIError {
		fault.rank = rankStatus
	}
	f.consider(fault, f.statusKey, strconv.FormatInt(f.status, 10))
}

// settleExceptions returns a text of the last exception, empty where there is none.
func (f *Facts) settleExceptions(events ptrace.SpanEventSlice) (last string) {
	for _, event := range events.All() {
		if event.Name() != "exception" {
			continue
		}
		for _, key := range [...]string{"exception.type", "exception.message"} {
			if value, ok := event.Attributes().Get(key); ok {
				last = errorText(value)
				f.text(key, last)
			}
		}
	}
	return last
}

// consider keeps the best-informed fault; of equals the first. It returns whether this one is kept.
func (f *Facts) consider(fault Fault, key, value string) bool {
	if f.found && fault.rank <= f.fault.rank {
		return false
	}
	f.found, f.fault, f.key, f.value, f.quotes = true, fault, key, value, false
	return true
}

// text considers an error text that may name no kind. "Failed" in any words knows no more than a status of 5xx.
func (f *Facts) text(key, text string) {
	if leaf, ok := leafOfText(f.classifier, text); ok {
		fault := Fault{Leaf: leaf, Failed: true, rank: rankNamed}
		if leaf == signals.APIError {
			fault.rank = rankStatus
		}
		if f.consider(fault, key, text) {
			f.quotes = !classes[key]
		}
	}
}
