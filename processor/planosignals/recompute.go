package planosignals

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// forgetReport removes an earlier report from a span, and the flag that came of it.
func forgetReport(span ptrace.Span) {
	span.Events().RemoveIf(func(event ptrace.SpanEvent) bool { return strings.HasPrefix(event.Name(), semconv.SignalNamespace) })
	forgetAttributes(span, func(key string) bool { return strings.HasPrefix(key, semconv.SignalsNamespace) })
}

// forgetPropagated removes from every root what it was given of a flagged span of its trace. Where that span is still
// concerning, planonaming gives it again.
func (w *writer) forgetPropagated(traces ptrace.Traces) {
	if !w.recompute {
		return
	}
	spans.Each(traces, func(span ptrace.Span) {
		if _, ok := span.Attributes().Get(semconv.SignalsTraceSpanID); !ok {
			return
		}
		forgetAttributes(span, func(key string) bool {
			return key == semconv.SignalsTraceSpanID || key == semconv.SignalsTraceQuality || key == semconv.SignalsFlagged
		})
	})
}

// forgetAttributes removes attributes and, where there were any, the flag at the end of the names.
func forgetAttributes(span ptrace.Span, old func(key string) bool) {
	attributes := span.Attributes()
	before := attributes.Len()
	attributes.RemoveIf(func(key string, _ pcommon.Value) bool { return old(key) })
	if attributes.Len() == before {
		return
	}
	if name, flagged := withoutFlag(span.Name()); flagged {
		span.SetName(name)
	}
	if resource, ok := attributes.Get(semconv.ResourceName); ok && resource.Type() == pcommon.ValueTypeStr {
		if name, flagged := withoutFlag(resource.Str()); flagged {
			resource.SetStr(name)
		}
	}
}

func withoutFlag(name string) (rest string, flagged bool) {
	rest, flagged = strings.CutSuffix(name, semconv.FlagMarker)
	return strings.TrimSuffix(rest, " "), flagged
}
