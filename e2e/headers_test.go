package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// The default configuration turns headers that begin with x-katanemo- into
// attributes; harness/stack.yaml adds static ones.
func TestHeadersBecomeAttributes(t *testing.T) {
	s := useStack(t)
	sent, span := harness.NewSpan("headers", "POST /v1/chat/completions")
	require.NoError(t, span.Attributes().FromRaw(map[string]any{
		"x-katanemo-user-id":                        "u-42",
		"http.request.header.x-katanemo-session-id": []any{"s-1"},
		"guid:x-katanemo-request-id":                "r-7",
		"X-Katanemo-Plan":                           " gold ",
		"x-katanemo-":                               "nothing is left of this name",
		"x-other-team":                              "blue",
		// A client's word against what others trust.
		"x-katanemo-signals-quality": "Excellent",
		"x-katanemo-service-name":    "someone-else",
	}))
	trace := s.through(t, sent, "x-katanemo-tenant-id", "acme")
	got := trace.Root()
	require.NotNil(t, got)

	for key, want := range map[string]string{
		"user.id":     "u-42",
		"session.id":  "s-1",
		"request.id":  "r-7",
		"plan":        "gold",
		"tenant.id":   "acme", // from the request itself
		"environment": "e2e",
		"version":     "1.0.0",
	} {
		assertTag(t, got, key, typeString, want)
	}
	for _, key := range []string{"", "team", "signals.quality", "service.name"} {
		_, ok := got.Tags.Get(key)
		assert.False(t, ok, "attribute %q was written", key)
	}
	assert.Equal(t, "headers", trace.Service(got))
	assertAttributes(t, span.Attributes(), got.Tags, "originals")
}

// A gateway can set headers on its exporter instead of attributes on its spans.
func TestHeadersOfAGRPCRequest(t *testing.T) {
	s := useStack(t)
	sent, _ := harness.NewSpan("headers", "POST /v1/chat/completions")
	ctx := metadata.AppendToOutgoingContext(t.Context(), "X-Katanemo-Tenant-Id", "acme", "x-other-team", "blue")
	require.NoError(t, harness.SendGRPC(ctx, s.Collector.GRPC, sent))
	got := s.arrived(t, sent).Root()
	require.NotNil(t, got)
	assertTag(t, got, "tenant.id", typeString, "acme")
	_, ok := got.Tags.Get("team")
	assert.False(t, ok, "attribute team was written")
}
