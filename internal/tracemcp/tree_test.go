package tracemcp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

const treeID = "0123456789abcdef0123456789abcdef"

// treeOf asks for a trace whose spans are written "id parent name", a name in capitals failed.
func treeOf(t *testing.T, full bool, spans ...string) string {
	t.Helper()
	trace := &traceapi.Trace{TraceID: treeID}
	for i, line := range spans {
		parts := strings.Fields(line)
		s := traceapi.Span{TraceID: treeID, SpanID: parts[0], ParentSpanID: strings.Trim(parts[1], "-"), Name: parts[2]}
		s.Start, s.End = int64(i)*1e6, int64(i+1)*1e6
		if strings.ToUpper(s.Name) == s.Name {
			s.StatusCode, s.StatusMessage = "error", "broke in "+s.Name
		}
		trace.Spans = append(trace.Spans, s)
	}
	store := storeWith{Store: fakestore.Empty(noon), trace: trace}
	return asking(t, store).ask("get_trace", map[string]any{"id": treeID, "full": full})
}

func TestTreeNamesCausesFirst(t *testing.T) {
	text := treeOf(t, false, "a - root", "b a OUTER", "c b INNER", "d a fine")
	inner, outer := strings.Index(text, "broke in INNER"), strings.Index(text, "broke in OUTER")
	assert.Positive(t, inner)
	assert.Less(t, inner, outer)
	assert.Contains(t, text, "- failed ⟦root⟧ > ⟦OUTER⟧ > ⟦INNER⟧ (span c): ⟦broke in INNER⟧")
	assert.Contains(t, text, "\n  +2ms ⟦INNER⟧ internal - 1ms c FAILED\n")
}

func TestTreeFoldsWhatIsAlike(t *testing.T) {
	spans := []string{"root - root"}
	for i := range 10 {
		spans = append(spans, fmt.Sprintf("s%d root get", i))
	}
	assert.Contains(t, treeOf(t, false, spans...), "\n … 7 more like it, 7ms in all\n")
	assert.Contains(t, treeOf(t, true, spans...), " s9\n")
}

func TestTreeShowsEverySpanOnce(t *testing.T) {
	for name, spans := range map[string][]string{
		"circle":         {"a c one", "b a two", "c b three"},
		"itself":         {strings.Repeat("a ", 2) + "one"},
		"lost parent":    {"a gone one", "b a two"},
		"below circle":   {"a b one", "b a two", "c a three", "d c four"},
		"the same twice": {"a - one", "a - two"},
	} {
		t.Run(name, func(t *testing.T) {
			text := treeOf(t, false, spans...)
			for _, span := range spans {
				assert.Equal(t, 1, strings.Count(text, "⟦"+strings.Fields(span)[2]+"⟧"), text)
			}
		})
	}
}
