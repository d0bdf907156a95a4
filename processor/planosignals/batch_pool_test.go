package planosignals

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

func TestBuffersOfALargeBatchAreGivenBack(t *testing.T) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		traces ptrace.Traces
		large  bool
	}{
		"ordinary":      {manySpans(512), false},
		"many spans":    {manySpans(100_000), true},
		"many messages": {chat(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": manyMessages(100_000)}), true},
	} {
		var used *batch
		fresh := p.batches.new
		p.batches = batchPool{new: func() *batch { used = fresh(); return used }}
		p.process(t.Context(), tt.traces, nil)
		require.NotNil(t, used)
		assert.Equal(t, tt.large, used.bufferBytes() > maxPooledBytes, "%s: %d bytes", name, used.bufferBytes())
		kept := p.batches.pool.Get()
		p.batches.new = fresh
		if tt.large {
			assert.Nil(t, kept, name)
		}
		// The pool may drop what it is given, and does at random under the race detector.
		if kept != nil {
			assert.Same(t, used, kept, name)
			assert.LessOrEqual(t, kept.(*batch).bufferBytes(), maxPooledBytes, name)
		}
	}
}

func TestBuffersThatWaitHoldNoContent(t *testing.T) {
	const megabyte = 1 << 20
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(t, err)
	var used *batch
	fresh := p.batches.new
	p.batches.new = func() *batch { used = fresh(); return used }
	before := heap()
	p.process(t.Context(), chat(t, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.request.model": strings.Repeat("x", 8*megabyte),
		"gen_ai.input.messages": `[{"role":"user","content":"` + strings.Repeat("x", 7*megabyte) + `"}]`,
	}), nil)
	assert.Less(t, heap()-before, 2*megabyte)
	assert.LessOrEqual(t, used.bufferBytes(), maxPooledBytes)
}

func manySpans(n int) ptrace.Traces {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for range n {
		a := spans.AppendEmpty().Attributes()
		a.PutStr("gen_ai.operation.name", "chat")
		a.PutStr("gen_ai.input.messages", `[{"role":"user","content":"hello"}]`)
	}
	return traces
}

func manyMessages(n int) string {
	messages := make([]string, n)
	for i := range messages {
		messages[i] = fmt.Sprintf(`{"role":"user","content":"%d"}`, i)
	}
	return "[" + strings.Join(messages, ",") + "]"
}
