package conversation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func id(n byte) pcommon.SpanID { return pcommon.SpanID{n} }

// resolve runs ResolveFaults over spans whose ids are their index+1; parents maps
// further spans, without faults, to their parents.
func resolve(parents map[byte]byte, spans ...FaultySpan) map[int]signals.Evidence {
	all := map[pcommon.SpanID]pcommon.SpanID{}
	for child, parent := range parents {
		all[id(child)] = id(parent)
	}
	for i := range spans {
		spans[i].ID = id(byte(i + 1))
		all[spans[i].ID] = spans[i].Parent
	}
	kept := map[int]signals.Evidence{}
	ResolveFaults(spans,
		func(id pcommon.SpanID) (pcommon.SpanID, bool) { parent, ok := all[id]; return parent, ok },
		func(i int, e signals.Evidence) { kept[i] = e })
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
		FaultySpan{Fault: bare503},                                // root
		FaultySpan{Parent: id(1), Fault: vague},                   // agent
		FaultySpan{Parent: id(2), Kind: KindChat, Fault: bare503}, // model call
		FaultySpan{Parent: id(3), Fault: network},                 // its HTTP request
		FaultySpan{Parent: id(1), Fault: network},                 // another request
	)
	assert.Equal(t, map[int]signals.Evidence{2: {Leaf: signals.Network, Source: "UF", Fatal: true}}, kept)
}

func TestResolveWalksOverSpansThatAreWell(t *testing.T) {
	kept := resolve(map[byte]byte{9: 1}, FaultySpan{Fault: bare503}, FaultySpan{Parent: id(9), Fault: rateLimit})
	assert.Equal(t, map[int]signals.Evidence{1: {Leaf: signals.RateLimit, Source: "429", Fatal: true}}, kept)
}

func TestResolveKeepsDifferentFaults(t *testing.T) {
	kept := resolve(map[byte]byte{9: 0},
		FaultySpan{Parent: id(9), Fault: rateLimit},
		FaultySpan{Parent: id(9), Fault: network},
		FaultySpan{Parent: id(9), Fault: rateLimit},
		FaultySpan{Parent: id(9), Fault: vague},
	)
	assert.Equal(t, map[int]signals.Evidence{
		0: {Leaf: signals.RateLimit, Source: "429"},
		1: {Leaf: signals.Network, Source: "UF"},
	}, kept)
}

func TestResolveFatal(t *testing.T) {
	warned := Fault{Leaf: signals.ContextOverflow, rank: rankNamed}
	tests := []struct {
		name string
		span FaultySpan
		want bool
	}{
		{"model call without an answer", FaultySpan{Parent: id(9), Kind: KindChat, Fault: rateLimit}, true},
		{"model call with an answer", FaultySpan{Parent: id(9), Kind: KindChat, Fault: rateLimit, Answered: true}, false},
		{"answer was cut off", FaultySpan{Parent: id(9), Kind: KindChat, Fault: warned, Answered: true}, false},
		{"plumbing whose root is not at hand", FaultySpan{Parent: id(9), Fault: rateLimit}, false},
		{"the root itself", FaultySpan{Fault: rateLimit}, true},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, resolve(nil, tt.span)[0].Fatal, tt.name)
	}
}

func TestResolveSurvivesLoopsAndEqualIDs(t *testing.T) {
	kept := resolve(map[byte]byte{8: 9, 9: 8},
		FaultySpan{Parent: id(1), Fault: network},
		FaultySpan{Parent: id(9), Fault: rateLimit},
	)
	assert.Len(t, kept, 2)
}

func TestFaultMemory(t *testing.T) {
	now := time.Unix(0, 0)
	m := NewFaultMemory(2, time.Minute, func() time.Time { return now })
	a, b, c := pcommon.TraceID{1}, pcommon.TraceID{2}, pcommon.TraceID{3}
	timeout := Fault{Leaf: signals.Timeout, rank: rankNamed}
	assert.True(t, m.Tell(a, &network))
	assert.False(t, m.Tell(a, &network), "the same again")
	assert.False(t, m.Tell(a, &bare503), "a bare error after a cause")
	assert.True(t, m.Tell(a, &rateLimit), "another cause")
	assert.True(t, m.Tell(b, &vague), "another trace")
	assert.False(t, m.Tell(b, &network), "the cause of what was told")
	assert.True(t, m.Tell(b, &timeout), "another cause")

	now = now.Add(2 * time.Minute)
	assert.True(t, m.Tell(a, &network), "expired")
	m.Tell(b, &network)
	m.Tell(c, &network)
	assert.True(t, m.Tell(a, &network), "the trace longest untouched was dropped")
}
