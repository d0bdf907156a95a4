package tracemcp

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	traceDescription = "Shows a trace: failed spans first with their error and where they stand, then the tree with offsets and durations, " +
		"alike spans folded. span=… shows one span with all of its attributes and events; full=true unfolds the tree."
	maxErrors  = 12
	maxIndent  = 16
	maxPath    = 4
	valueBytes = 300
)

type traceInput struct {
	ID   string `json:"id" jsonschema:"the trace's id, 32 hexadecimal digits or the first 8 of them"`
	Span string `json:"span,omitempty" jsonschema:"id of one span, 16 hexadecimal digits: all of its attributes and events"`
	Full bool   `json:"full,omitempty" jsonschema:"spans that are alike are not folded; with span, values are not cut"`
	sized
}

func (t *tools) trace(ctx context.Context, in traceInput, a *answer) error {
	id := strings.ToLower(strings.TrimSpace(in.ID))
	if len(id) != 8 && len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
		return errors.New("id: must be 32 or 8 hexadecimal digits, as get_conversation gives it")
	}
	trace, err := t.store.Trace(ctx, id)
	if err != nil {
		return err
	}
	a.add(dataNotice)
	if in.Span != "" {
		return showSpan(&trace, strings.ToLower(strings.TrimSpace(in.Span)), in.Full, a)
	}
	f := newForest(&trace)
	a.addf("trace %s: %d spans, %d failed, %s, began %s; conversations %s\n", name(trace.TraceID), len(trace.Spans), len(f.failed),
		length(f.duration()), clock(f.start), names(trace.Conversations))
	for i, s := range f.failed {
		if i == maxErrors || a.room() < a.limit/2 {
			a.addf("- %d more failed spans: max_bytes=%d\n", len(f.failed)-i, largestBytes)
			break
		}
		a.addf("- failed %s (span %s): %s\n", f.path(s), name(s.SpanID), problem(s))
	}
	left := f.write(in.Full, a)
	if left > 0 {
		a.note("%d more spans: max_bytes=%d", left, largestBytes)
	}
	a.note("attributes: get_trace id=%s span=…%s", id, folded(in.Full))
	return nil
}

func folded(full bool) string {
	if full {
		return ""
	}
	return "; alike spans one by one: full=true"
}

// problem is what a span says of its failure: its status, else its exception, else its error's type.
func problem(s *traceapi.Span) string {
	if s.StatusMessage != "" {
		return quote(s.StatusMessage, sentenceBytes)
	}
	for _, event := range s.Events {
		if event.Name == "exception" {
			return quote(valueOf(event.Attributes, "exception.type")+" "+valueOf(event.Attributes, "exception.message"), sentenceBytes)
		}
	}
	if kind := valueOf(s.Attributes, "error.type"); kind != "" {
		return quote(kind, sentenceBytes)
	}
	return "no message"
}

func valueOf(attributes []traceapi.Attribute, key string) string {
	for _, attribute := range attributes {
		if attribute.Key == key {
			return text(attribute.Value)
		}
	}
	return ""
}

func text(v traceapi.Value) string {
	for _, field := range []*string{v.String, v.Int, v.Double, v.Bool} {
		if field != nil {
			return *field
		}
	}
	return ""
}

func showSpan(trace *traceapi.Trace, id string, full bool, a *answer) error {
	for i := range trace.Spans {
		if s := &trace.Spans[i]; s.SpanID == id {
			writeSpan(s, full, a)
			return nil
		}
	}
	return errors.New("span: the trace has no such span; get_trace without span names the failed ones, full=true all")
}

func writeSpan(s *traceapi.Span, full bool, a *answer) {
	a.addf("span %s %s, service %s, %s, parent %s, began %s, %s%s\n", name(s.SpanID), quote(s.Name, nameBytes), name(s.Service), kindOf(s),
		name(s.ParentSpanID), clock(s.Start), length(time.Duration(s.End-s.Start)), failure(s))
	shown, left := 0, 0
	write := func(prefix string, attribute traceapi.Attribute) {
		limit := valueBytes
		if full {
			limit = max(valueBytes, a.room()/2)
		}
		if a.addf("%s%s = %s\n", prefix, name(attribute.Key), quote(text(attribute.Value), limit)) {
			shown++
		} else {
			left++
		}
	}
	for _, attribute := range s.Attributes {
		write("", attribute)
	}
	for _, event := range s.Events {
		a.addf("event %s %s after the start\n", name(event.Name), length(time.Duration(event.Time-s.Start)))
		for _, attribute := range event.Attributes {
			write("  ", attribute)
		}
	}
	for _, attribute := range s.Resource {
		write("resource ", attribute)
	}
	if left > 0 {
		a.note("%d of %d values left out: max_bytes=%d", left, left+shown, largestBytes)
	} else if !full {
		a.note("values are cut at %d B: full=true", valueBytes)
	}
}

func kindOf(s *traceapi.Span) string {
	switch {
	case s.Kind != "":
		return name(s.Kind)
	case s.SpanKind != "":
		return name(s.SpanKind)
	}
	return "internal"
}

func failure(s *traceapi.Span) string {
	if s.StatusCode != "error" {
		return ""
	}
	return " FAILED: " + problem(s)
}
