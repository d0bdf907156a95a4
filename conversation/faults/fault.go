package faults

import "github.com/otelcol-plano/otelcol-plano/signals"

// Fault is trouble that a span tells of without any message content.
type Fault struct {
	Leaf signals.Leaf
	// Source is the attribute and its value, "response_flags=UF,URX", or the attribute alone where texts are hidden.
	Source string
	// Failed is true where the span's own request failed, false for a warning: a
	// fallback that was taken, an answer that was cut off.
	Failed bool

	rank rank
}

// rank says how much a source knows; the best-informed one speaks for a fault.
type rank uint8

const (
	rankVague  rank = iota // "failed"
	rankStatus             // a 5xx status
	rankNamed              // a named kind of trouble
)
