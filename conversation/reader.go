package conversation

import (
	"fmt"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Limits bound what reading one span may cost.
type Limits struct {
	// MaxBytes is how many bytes of text are read of one span's messages, the newest first; at least 1. Images and
	// files count for nothing.
	MaxBytes int `mapstructure:"max_content_bytes"`
}

// DefaultLimits returns 8 MiB of content a span.
func DefaultLimits() Limits { return Limits{MaxBytes: 8 << 20} }

// Validate names the limit that can't be used.
func (l *Limits) Validate() error {
	if l.MaxBytes < 1 {
		return fmt.Errorf("max_content_bytes: must be at least 1, is %d", l.MaxBytes)
	}
	return nil
}

// Reader reads spans. It keeps its buffers between spans and serves one goroutine.
type Reader struct {
	limits     Limits
	classifier faults.Classifier
	known      *knowledge
	facts      Facts
	builder    builder
	hideTexts  bool
	hideNames  bool
}

// NewReader returns a reader that keeps to the limits and asks the classifier what an error means.
func NewReader(limits Limits, classifier faults.Classifier) *Reader {
	return &Reader{limits: limits, classifier: classifier, known: known}
}

// HideFaultTexts keeps what errors say out of the facts' [faults.Fault].
func (r *Reader) HideFaultTexts() { r.hideTexts = true }

// HideToolNames puts their length in place of names of tools that do not have the form of one: they end up in what a
// report says.
func (r *Reader) HideToolNames() { r.hideNames = true }

// Messages reads the messages that Scan found, in the order in which they were said. The
// slice is the reader's own until its next call; the texts are the span's.
func (r *Reader) Messages(f *Facts) ([]signals.Message, *Problems) {
	r.builder.reset(r.limits)
	if f.dialect != nil {
		f.dialect.read(&r.builder, f)
	}
	r.hideToolNames(r.builder.messages)
	return r.builder.messages, &r.builder.problems
}

func (r *Reader) hideToolNames(messages []signals.Message) {
	if !r.hideNames {
		return
	}
	for i := range messages {
		if m := &messages[i]; !formToolName.accepts(m.Tool) {
			m.Tool = redactedText(m.Tool)
		}
	}
}
