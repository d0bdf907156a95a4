package oversized

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const maxSize = 10_000

// batch has a resource with an attribute of so many bytes, and spans of so many.
func batch(resource int, spans ...int) ptrace.Traces {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.SetSchemaUrl("resource")
	rs.Resource().Attributes().PutStr("service.name", strings.Repeat("r", resource))
	ss := rs.ScopeSpans().AppendEmpty()
	ss.SetSchemaUrl("scope")
	ss.Scope().SetName("library")
	for i, size := range spans {
		span := ss.Spans().AppendEmpty()
		span.SetName(fmt.Sprintf("%d %d", i, size))
		span.Attributes().PutStr("text", strings.Repeat("t", size))
	}
	return td
}

func names(td ptrace.Traces) []string {
	names := []string{}
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				names = append(names, span.Name())
			}
		}
	}
	return names
}

func TestTake(t *testing.T) {
	for name, test := range map[string]struct {
		td    ptrace.Traces
		taken [][]string
		left  []string
	}{
		"nothing":            {batch(10, 5000, 6000), nil, []string{"0 5000", "1 6000"}},
		"one":                {batch(10, 10, 12000, 20), [][]string{{"1 12000"}}, []string{"0 10", "2 20"}},
		"each":               {batch(10, 12000, 13000), [][]string{{"0 12000"}, {"1 13000"}}, []string{}},
		"with its resource":  {batch(4000, 10, 6000), [][]string{{"1 6000"}}, []string{"0 10"}},
		"a large resource":   {batch(6000, 10, 20, 12000), [][]string{{"0 10", "1 20", "2 12000"}}, []string{}},
		"a too large one":    {batch(12000, 10, 20), [][]string{{"0 10", "1 20"}}, []string{}},
		"a request of empty": {ptrace.NewTraces(), nil, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			resource := pcommon.NewResource()
			if test.td.ResourceSpans().Len() > 0 {
				test.td.ResourceSpans().At(0).Resource().CopyTo(resource)
			}
			var taken [][]string
			for _, request := range take(test.td, maxSize) {
				taken = append(taken, names(request))
				require.Equal(t, 1, request.ResourceSpans().Len())
				rs := request.ResourceSpans().At(0)
				assert.Equal(t, resource.Attributes().AsRaw(), rs.Resource().Attributes().AsRaw())
				assert.Equal(t, "resource", rs.SchemaUrl())
				assert.Equal(t, "library", rs.ScopeSpans().At(0).Scope().Name())
				assert.Equal(t, "scope", rs.ScopeSpans().At(0).SchemaUrl())
			}
			assert.Equal(t, test.taken, taken)
			assert.Equal(t, test.left, names(test.td))
			assert.Zero(t, len(test.left)-test.td.SpanCount())
		})
	}
}

// A large resource is not written once for each of many small spans.
func TestTakeDoesNotMultiply(t *testing.T) {
	for _, resource := range []int{100, 4900, 5100, 9900, 12000} {
		td := batch(resource, make([]int, 1000)...)
		before := sizes.TracesSize(td)
		after := sizes.TracesSize(td)
		for _, request := range take(td, maxSize) {
			after += sizes.TracesSize(request)
		}
		// What is left is cut into requests that have room for half of maxSize beside it.
		assert.Less(t, after, 3*before, resource)
		if resource > maxSize/2 {
			assert.Zero(t, td.SpanCount(), resource)
		}
	}
}

// Whatever is left, the exporter helper finds room for.
func TestTakeLeavesNothingTooLarge(t *testing.T) {
	for size := maxSize - 200; size < maxSize+20; size++ {
		td := batch(10, size)
		header := batch(10)
		take(td, maxSize)
		if td.SpanCount() > 0 {
			span := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
			// Each of three levels costs a tag and a length that the helper reserves in full.
			assert.LessOrEqual(t, sizes.SpanSize(span)+sizes.TracesSize(header)+3*5, maxSize, size)
		}
	}
}
