package store

import (
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/catalogue"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// toolSpans finds the span of a tool whose result a call of a model was given.
type toolSpans struct {
	byCall map[string]*catalogue.Call
	byName map[string][]*catalogue.Call
}

func toolSpansOf(calls []catalogue.Call) toolSpans {
	t := toolSpans{map[string]*catalogue.Call{}, map[string][]*catalogue.Call{}}
	for i := range calls {
		c := &calls[i]
		if c.Kind != observe.KindTool {
			continue
		}
		if c.CallID != "" {
			t.byCall[c.CallID] = c
		}
		t.byName[c.Tool] = append(t.byName[c.Tool], c)
	}
	return t
}

// of returns the span of a tool's call by its id, else the last one of that tool in the trace that ended before the model's call began;
// nil where there is none.
func (t *toolSpans) of(callID, tool string, asked *catalogue.Call) *catalogue.Call {
	if c := t.byCall[callID]; callID != "" && c != nil {
		return c
	}
	var last *catalogue.Call
	for _, c := range t.byName[tool] {
		if c.Trace == asked.Trace && c.End <= asked.Start && tool != "" {
			last = c
		}
	}
	return last
}
