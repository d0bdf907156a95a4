package conversation

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// TestPolicyCostsLittleOnLargeContent redacts one attribute of 18 MB, more than the default limit.
func TestPolicyCostsLittleOnLargeContent(t *testing.T) {
	for name, text := range map[string]string{
		"a text":   `[{"role":"user","content":"` + strings.Repeat("x", 18<<20) + `"}]`,
		"numbers":  "[" + strings.Repeat("7,", 9<<20) + "7]",
		"messages": "[" + strings.Repeat(`{"role":"user"},`, 18<<20/16) + `{"role":"user"}]`,
	} {
		td := ptrace.NewTraces()
		span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
		span.Attributes().PutStr(genAIInput, text)
		p := ContentPolicy{Messages: Redact, MaxBytes: DefaultLimits().MaxBytes}

		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p.Apply(td)
		runtime.ReadMemStats(&after)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20), name)
		v, _ := span.Attributes().Get(genAIInput)
		assert.Equal(t, fmt.Sprintf("[%d characters]", len(text)), v.Str(), name)

		v.SetStr(text)
		p = ContentPolicy{Messages: Hash, MaxBytes: DefaultLimits().MaxBytes, HashKey: []byte(hashKey)}
		runtime.ReadMemStats(&before)
		p.Apply(td)
		runtime.ReadMemStats(&after)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20), name)
		assert.Equal(t, hashOf(text), v.Str(), name)
	}
}

func TestPolicyTreatsFaultsApart(t *testing.T) {
	span := func() ptrace.Span {
		span := spanWith(t, map[string]any{
			genAIInput: "said", "llm.error": "failed for 'said'", "error": true, "error.type": "RateLimitError", "exception.type": "it said so",
		})
		span.Status().SetMessage("failed")
		return span
	}
	for _, tt := range []struct {
		policy ContentPolicy
		want   map[string]any
		status string
	}{
		{
			ContentPolicy{Messages: Drop, Faults: Keep},
			map[string]any{"llm.error": "failed for 'said'", "error": true, "error.type": "RateLimitError", "exception.type": "it said so"},
			"failed",
		},
		{
			ContentPolicy{Messages: Keep, Faults: Drop},
			map[string]any{genAIInput: "said", "error": true, "error.type": "RateLimitError"},
			"",
		},
		{
			ContentPolicy{Messages: Keep, Faults: Redact, MaxBytes: 100},
			map[string]any{
				genAIInput: "said", "llm.error": "[17 characters]", "error": true, "error.type": "RateLimitError", "exception.type": "[10 characters]",
			},
			"[6 characters]",
		},
	} {
		s := span()
		tt.policy.span(s)
		assert.Equal(t, tt.want, s.Attributes().AsRaw())
		assert.Equal(t, tt.status, s.Status().Message())
	}
}
