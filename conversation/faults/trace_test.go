package faults

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func id(n byte) pcommon.SpanID { return pcommon.SpanID{n} }

// resolve runs resolveTrace over spans whose ids are their index+1; parents maps
// further spans, without faults, to their parents.
func resolve(parents map[byte]byte, spans ...faultySpan) map[int]signals.Evidence {
	all := map[pcommon.SpanID]pcommon.SpanID{}
	for child, parent := range parents {
		all[id(child)] = id(parent)
	}
	for i := range spans {
		spans[i].index, spans[i].id = i, id(byte(i+1))
		all[spans[i].id] = spans[i].parent
	}
	kept := map[int]signals.Evidence{}
	known := func(id pcommon.SpanID) (pcommon.SpanID, bool) { parent, ok := all[id]; return parent, ok }
	resolveTrace(spans, &surroundings{parentOf: known},
		func(s *faultySpan, e signals.Evidence) { kept[s.index] = e })
	return kept
}

var (
	bare503   = Fault{Leaf: signals.APIError, Source: "503", Failed: true, rank: rankStatus}
	network   = Fault{Leaf: signals.Network, Source: "UF", Failed: true, rank: rankNamed}
	rateLimit = Fault{Leaf: signals.RateLimit, Source: "429", Failed: true, rank: rankNamed}
	vague     = Fault{Leaf: signals.APIError, Source: "failed", Failed: true, rank: rankVague}
)

func TestResolveTakesTheModelCallBeforeThePlumbing(t *testing.T) {
	kept := resolve(nil,
		faultySpan{fault: bare503},                                     // root
		faultySpan{parent: id(1), fault: vague},                        // agent
		faultySpan{parent: id(2), kind: spankind.Chat, fault: bare503}, // model call
		faultySpan{parent: id(3), fault: network},                      // its HTTP request
		faultySpan{parent: id(1), fault: network},                      // another request
	)
	assert.Equal(t, map[int]signals.Evidence{2: {Leaf: signals.Network, Source: "UF", Fatal: true}}, kept)
}

func TestResolveWalksOverSpansThatAreWell(t *testing.T) {
	kept := resolve(map[byte]byte{9: 1}, faultySpan{fault: bare503}, faultySpan{parent: id(9), fault: rateLimit})
	assert.Equal(t, map[int]signals.Evidence{1: {Leaf: signals.RateLimit, Source: "429", Fatal: true}}, kept)
}

func TestResolveKeepsDifferentFaults(t *testing.T) {
	kept := resolve(map[byte]byte{9: 0},
		faultySpan{parent: id(9), fault: rateLimit},
		faultySpan{parent: id(9), fault: network},
		faultySpan{parent: id(9), fault: rateLimit},
		faultySpan{parent: id(9), fault: vague},
	)
	assert.Equal(t, map[int]signals.Evidence{
		0: {Leaf: signals.RateLimit, Source: "429"},
		1: {Leaf: signals.Network, Source: "UF"},
	}, kept)
}

func TestResolveTakesTheEarliestOfEquals(t *testing.T) {
	kept := resolve(map[byte]byte{9: 0},
		faultySpan{parent: id(9), fault: rateLimit, period: period{start: 3}},
		faultySpan{parent: id(9), fault: rateLimit, period: period{start: 2}},
		faultySpan{parent: id(9), fault: rateLimit, period: period{start: 2}},
	)
	assert.Equal(t, map[int]signals.Evidence{1: {Leaf: signals.RateLimit, Source: "429"}}, kept)
}

func TestResolveTakesTheMostPreciseSourceUnderAModelCall(t *testing.T) {
	kept := resolve(nil,
		faultySpan{kind: spankind.Chat, fault: vague, call: CallAnswered},
		faultySpan{parent: id(1), kind: spankind.Chat, fault: vague},
		faultySpan{parent: id(2), fault: network},
		faultySpan{parent: id(3), fault: bare503},
	)
	assert.Equal(t, map[int]signals.Evidence{0: {Leaf: signals.Network, Source: "UF", Fatal: true}}, kept)
}

func TestResolveFatal(t *testing.T) {
	warned := Fault{Leaf: signals.ContextOverflow, rank: rankNamed}
	tests := []struct {
		name string
		span faultySpan
		want bool
	}{
		{"model call without an answer", faultySpan{parent: id(9), kind: spankind.Chat, fault: rateLimit, call: CallFailed}, true},
		{"model call with an answer", faultySpan{parent: id(9), kind: spankind.Chat, fault: rateLimit, call: CallAnswered}, false},
		{"answer was cut off", faultySpan{parent: id(9), kind: spankind.Chat, fault: warned, call: CallAnswered}, false},
		{"plumbing whose root is not at hand", faultySpan{parent: id(9), fault: rateLimit}, false},
		{"the root itself", faultySpan{fault: rateLimit}, true},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, resolve(nil, tt.span)[0].Fatal, tt.name)
	}
}

func TestResolveSurvivesLoopsAndEqualIDs(t *testing.T) {
	kept := resolve(map[byte]byte{8: 9, 9: 8},
		faultySpan{parent: id(1), fault: network},
		faultySpan{parent: id(9), fault: rateLimit},
	)
	assert.Len(t, kept, 2)
	kept = resolve(nil, faultySpan{parent: id(2), fault: network}, faultySpan{parent: id(1), fault: rateLimit})
	assert.Len(t, kept, 2, "none is above the other")
}
