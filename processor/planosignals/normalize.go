package planosignals

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// normalize writes what the spans of a batch say under the names of OpenTelemetry's conventions, if it is to.
func (p *signalsProcessor) normalize(b *batch, traces ptrace.Traces) {
	if !p.config.Normalize {
		return
	}
	spans.Each(traces, func(span ptrace.Span) { b.reader.Normalize(span, p.config.NormalizeOwn == OwnRemove) })
}

// normalizeJoined writes what log records hold onto their spans while it is there. Nothing is removed, so that it can be
// detached.
func (p *signalsProcessor) normalizeJoined(b *batch, joined []joinedSpan) {
	if !p.config.Normalize {
		return
	}
	for i := range joined {
		b.reader.Normalize(joined[i].span, false)
	}
}
