package catalogue

import (
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// counts are those of spans.
type counts struct {
	spans, errors int
	start, end    int64
}

func (n *counts) add(other counts) {
	if other.spans == 0 {
		return
	}
	if n.spans == 0 || other.start < n.start {
		n.start = other.start
	}
	n.end = max(n.end, other.end)
	if n.spans == 0 {
		n.end = other.end
	}
	n.spans += other.spans
	n.errors += other.errors
}

// sumUsage sums up what the calls took, each once: of a trace those of models, else those of the agents that no other one ran;
// of calls that tell of the same request, one within the other, the outer one.
func (c *conversation) sumUsage(s *summary) {
	var waste traceapi.Waste
	paying := map[model.TraceID]bool{}
	for _, call := range c.calls {
		if call.Kind == observe.KindModel && call.pays() {
			paying[call.trace] = true
		}
	}
	inner := c.repeatedUsage(paying)
	for _, call := range c.calls {
		waste.Tokens += call.Waste.Tokens
		waste.DurationMS += call.Waste.DurationMS
		waste.USD += call.Waste.USD
		if !call.pays() || inner[call] {
			continue
		}
		s.Tokens.Input += call.Tokens.Input
		s.Tokens.Output += call.Tokens.Output
		s.Tokens.Cached += call.Tokens.Cached
		s.Tokens.Reasoning += call.Tokens.Reasoning
		s.Cost += call.Cost
	}
	if waste != (traceapi.Waste{}) {
		s.Waste = &waste
	}
}

// pays is true where a call tells what it took.
func (c *call) pays() bool { return c.Tokens != traceapi.Tokens{} || c.Cost != 0 }

// repeatedUsage returns the calls whose usage others tell of: paying are the traces in which models tell of it.
func (c *conversation) repeatedUsage(paying map[model.TraceID]bool) map[*call]bool {
	type id struct {
		trace model.TraceID
		span  model.SpanID
	}
	spans := make(map[id]*call, len(c.calls))
	for _, call := range c.calls {
		if call.Kind == observe.KindModel || call.Kind == observe.KindAgent {
			spans[id{call.trace, call.span}] = call
		}
	}
	repeated := map[*call]bool{}
	for _, call := range c.calls {
		above := spans[id{call.trace, call.parent}]
		switch {
		case !call.pays():
		case call.Kind == observe.KindAgent:
			repeated[call] = paying[call.trace] || above != nil && above.Kind == observe.KindAgent && above.pays()
		case call.Kind == observe.KindModel:
			repeated[call] = above != nil && above.Kind == observe.KindModel && above.pays()
		}
	}
	return repeated
}
