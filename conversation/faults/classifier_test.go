package faults

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// byName is a classifier to which each error is the name of a leaf.
type byName struct{}

func (byName) ClassifyError(reported string) (signals.Leaf, bool) {
	for leaf := range signals.Leaf(signals.LeafCount) {
		if leaf.String() == reported {
			return leaf, true
		}
	}
	return 0, false
}

var kinds = []spankind.Kind{spankind.Other, spankind.Chat, spankind.Embeddings, spankind.Agent, spankind.Step, spankind.Tool}

// settle returns the fault of a span with one attribute.
func settle(kind spankind.Kind, note Note, value string) (Fault, bool) {
	var f Facts
	f.SetClassifier(byName{})
	f.MarkRelevant()
	note(&f, "key", pcommon.NewValueStr(value))
	return f.Settle(ptrace.NewSpan(), kind, false)
}

func TestTextsRaiseTheSurroundingsAndUnknownToolsOnly(t *testing.T) {
	for leaf := range signals.Leaf(signals.LeafCount) {
		for _, kind := range kinds {
			for name, note := range map[string]Note{"error.type": ErrorType, "key": ErrorText} {
				fault, ok := settle(kind, note, leaf.String())
				want := leaf.Category() == signals.Exhaustion || leaf == signals.ToolNotFound
				assert.Equal(t, want, ok, "%v on %v by %s", leaf, kind, name)
				if want {
					rank := rankNamed
					if leaf == signals.APIError {
						rank = rankStatus
					}
					assert.Equal(t, Fault{Leaf: leaf, Source: name + "=" + leaf.String(), Failed: true, rank: rank}, fault)
				}
			}
		}
	}
}

func TestStatusesRaiseTheSurroundingsAndRefusedTools(t *testing.T) {
	for _, kind := range kinds {
		for code := range 700 {
			want, ok := signals.ClassifyStatus(code)
			ok = ok && (want.Category() == signals.Exhaustion || want == signals.AuthMisuse && kind == spankind.Tool)
			fault, got := settle(kind, HTTPStatus, strconv.Itoa(code))
			assert.Equal(t, ok, got, "%d on %v", code, kind)
			if ok {
				assert.Equal(t, want, fault.Leaf, "%d on %v", code, kind)
			}
		}
	}
}

func TestAStatusMayBeWrittenAsErrorType(t *testing.T) {
	fault, ok := settle(spankind.Chat, ErrorType, " 429 ")
	assert.True(t, ok)
	assert.Equal(t, signals.RateLimit, fault.Leaf)
	_, ok = settle(spankind.Tool, ErrorType, "403")
	assert.False(t, ok, "a text is no status of the tool's own")
}

func TestSpansOfNoModelTellNothing(t *testing.T) {
	var f Facts
	f.SetClassifier(byName{})
	HTTPStatus(&f, "http.status_code", pcommon.NewValueInt(503))
	_, ok := f.Settle(ptrace.NewSpan(), spankind.Other, false)
	assert.False(t, ok, "a shop's own 503")
	ModelURL(&f, "url.path", pcommon.NewValueStr("/v1/chat/completions?stream=true"))
	_, ok = f.Settle(ptrace.NewSpan(), spankind.Other, false)
	assert.True(t, ok)
}

func TestAGatewayThatNamesNoCauseKnowsNoMore(t *testing.T) {
	for text, want := range map[string]Fault{
		signals.Network.String():  {Leaf: signals.Network, Failed: true, rank: rankNamed},
		signals.APIError.String(): {Leaf: signals.APIError, Failed: true},
		"llm_call_failed":         {Leaf: signals.APIError, Failed: true},
	} {
		fault, ok := settle(spankind.Agent, GatewayError, text)
		assert.True(t, ok, text)
		want.Source = "key=" + text
		assert.Equal(t, want, fault)
	}
	for _, text := range []string{"", "false"} {
		_, ok := settle(spankind.Agent, GatewayError, text)
		assert.False(t, ok, text)
	}
}
