package main

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// pairCalls finds the result of each call.
func (t *transcript) pairCalls() {
	var open []int
	for i := range t.messages {
		switch t.messages[i].Role {
		case traceapi.RoleToolCall:
			open = append(open, i)
		case traceapi.RoleToolResult:
			if at := t.callOf(open, &t.messages[i]); at >= 0 {
				t.results[open[at]], t.answered[i] = i, true
				open = slices.Delete(open, at, at+1)
			}
		}
	}
}

// callOf finds, among calls that wait for their results, that of a result: the one with its id, or else the first one of its tool
// that has no id, or else -1. A result that names no tool is that of any.
func (t *transcript) callOf(open []int, result *traceapi.Message) int {
	if result.CallID != "" {
		if at := slices.IndexFunc(open, func(i int) bool { return t.messages[i].CallID == result.CallID }); at >= 0 {
			return at
		}
	}
	return slices.IndexFunc(open, func(i int) bool {
		call := &t.messages[i]
		return (call.CallID == "" || result.CallID == "") && (result.Tool == "" || result.Tool == call.Tool)
	})
}

// resultOf is the result of the call at an index of messages; nil where there is none, or what is there is no call.
func (t *transcript) resultOf(i int) *traceapi.Message {
	at, ok := t.results[i]
	if !ok {
		return nil
	}
	return &t.messages[at]
}

// failed is true for a result that says so itself, or that raised a signal of a failure.
func (t *transcript) failed(result *traceapi.Message) bool {
	return result.Failed || slices.ContainsFunc(t.findings[result.Index], func(f traceapi.Finding) bool {
		leaf, err := signals.ParseLeaf(f.Signal)
		return err == nil && (leaf.Category() == signals.Failure || leaf.Category() == signals.Exhaustion)
	})
}
