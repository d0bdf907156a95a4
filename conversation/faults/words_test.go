package faults

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]signals.Leaf{
		"RateLimitError":               signals.RateLimit,
		"rate_limit_exceeded":          signals.RateLimit,
		"Rate limit reached for gpt":   signals.RateLimit,
		"prompt is too long":           signals.ContextOverflow,
		"Request timed out.":           signals.Timeout,
		"upstream_connection_failure":  signals.Network,
		"JSONDecodeError":              signals.MalformedResponse,
		"unknown tool: find":           signals.ToolNotFound,
		"no healthy upstream":          signals.APIError,
		"rate limit, then a timed out": signals.RateLimit,
	} {
		leaf, ok := Words{}.ClassifyError(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, leaf, text)
	}
	_, ok := Words{}.ClassifyError("ValueError")
	assert.False(t, ok)
}
